/** Who sends to whom, by the hosts' numbers. */
export interface TrafficPlan {
  /** Hosts that neither send nor receive. */
  readonly idle?: readonly number[] | undefined;
  /** One host sends much TCP to another, besides. */
  readonly bulk?: { readonly from: number; readonly to: number } | undefined;
}

/** What one host sends. */
export interface Sending {
  readonly from: number;
  readonly to: number;
  readonly bulkTo: number | null;
}

/** Each host that is not idle sends to the next one, the last to the first. Throws Error for a plan that cannot be. */
export function sendings(hosts: readonly number[], { idle = [], bulk }: TrafficPlan): readonly Sending[] {
  const named = [...idle, ...(bulk === undefined ? [] : [bulk.from, bulk.to])];
  const unknown = named.filter((number) => !hosts.includes(number));
  if (unknown.length > 0) throw new Error(`the lab has no host ${unknown.join(', ')}`);
  if (bulk !== undefined && (idle.includes(bulk.from) || idle.includes(bulk.to))) {
    throw new Error('an idle host neither sends nor receives: bulk traffic needs two others');
  }
  const ring = hosts.filter((number) => !idle.includes(number));
  return ring.map((from, index) => ({
    from,
    to: ring[(index + 1) % ring.length] ?? from,
    bulkTo: bulk?.from === from ? bulk.to : null,
  }));
}
