import { hostRef, type Host } from './inventory';
import { addCosts, noCost, oneExecution, type Cost, type HostRef } from './run';

/** iperf3's own port: whoever opens a firewall for it opens this one. */
export const throughputPort = 5201;

/** Between which hosts of a pool throughput is to be measured, as a person says it. */
export interface MeasureWish {
  /** Name or uuid of the host that sends. */
  readonly from: string;
  readonly to: string;
  /** Address of `to` to connect to; null for its management address. */
  readonly address: string | null;
}

/** The same with hosts that the pool has. */
export interface Route {
  readonly from: HostRef;
  readonly to: HostRef;
  readonly address: string;
}

/** What one measurement showed, or why it showed nothing. */
export interface Measurement {
  /** What was received; null where nothing could be measured. */
  readonly megabitsPerSecond: number | null;
  /** Segments that TCP sent again; null where iperf3 does not tell. */
  readonly resent: number | null;
  readonly why: string | null;
}

/** TCP throughput from one host to another, each by its name. */
export interface Throughput extends Measurement {
  readonly from: string;
  readonly to: string;
}

/** Throughput right before the first change of a run, and at its end. */
export interface ThroughputChange {
  readonly before: Throughput;
  readonly after: Throughput;
}

export const notMeasured = (why: string): Measurement => ({ megabitsPerSecond: null, resent: null, why });

/** Finds the hosts that are meant, or says which there are. */
export function findRoute(
  hosts: readonly Host[],
  { from, to, address }: MeasureWish,
): { readonly route: Route; readonly problem: null } | { readonly route: null; readonly problem: string } {
  const [sender, receiver] = [findHost(hosts, from), findHost(hosts, to)];
  if (typeof sender === 'string') return { route: null, problem: sender };
  if (typeof receiver === 'string') return { route: null, problem: receiver };
  if (sender.uuid === receiver.uuid) {
    return { route: null, problem: `${from} and ${to} are one host; throughput is measured between two` };
  }
  const route = { from: hostRef(sender), to: hostRef(receiver), address: address ?? receiver.address };
  return { route, problem: null };
}

function findHost(hosts: readonly Host[], wanted: string): Host | string {
  const [found, ...others] = hosts.filter(({ name, uuid }) => name === wanted || uuid === wanted);
  if (found === undefined)
    return `no host ${wanted} in the pool; there are ${hosts.map(({ name }) => name).join(', ')}`;
  return others.length === 0 ? found : `${String(others.length + 1)} hosts are called ${wanted}; give the uuid`;
}

/** What a measurement that gave a number cost: a script on each of the two hosts. */
export const measurementCost = ({ megabitsPerSecond }: Measurement): Cost =>
  megabitsPerSecond === null ? noCost : addCosts([oneExecution, oneExecution]);
