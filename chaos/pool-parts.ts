import type { XapiDatabase } from '../lab/standin/pool/xapi-database';

/** The part of a pool that belongs to no host: VIFs of halted VMs. */
export const sliceName = 'halted VMs';

/** A dump (dump-pool.ts) in parts: by host name, its devices' features and its objects' stored values; and the slice. */
export function poolParts(dump: string, { hosts, pifs, vms, vifs }: XapiDatabase): ReadonlyMap<string, string> {
  const names = new Map(hosts.map(({ uuid, nameLabel }) => [uuid, nameLabel]));
  const residence = new Map(vms.map(({ uuid, residentOn }) => [uuid, residentOn]));
  const owners = new Map([
    ...pifs.map(({ uuid, host }) => [uuid, names.get(host) ?? sliceName] as const),
    ...vifs.map(({ uuid, vm }) => [uuid, names.get(residence.get(vm) ?? '') ?? sliceName] as const),
  ]);
  const parts = new Map<string, string>([[sliceName, '']]);
  const features = new Set(names.values());
  const add = (part: string, text: string): void => void parts.set(part, `${parts.get(part) ?? ''}${text}\n`);
  let part = '';
  for (const line of dump.split('\n')) {
    const [, host] = /^## (.*)$/.exec(line) ?? [];
    const [, object] = /^uuid \([^)]*\)\s*: (.*)$/.exec(line) ?? [];
    if (host !== undefined && features.has(host)) part = host;
    if (object !== undefined) part = ownerOf(owners, object);
    if (line.trim() !== '') add(part, line);
  }
  return parts;
}

function ownerOf(owners: ReadonlyMap<string, string>, object: string): string {
  const owner = owners.get(object);
  if (owner === undefined) throw new Error(`xe told of ${object}, which the pool does not have`);
  return owner;
}
