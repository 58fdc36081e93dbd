import { isAddress } from '../domain/address';
import { isHostUuid, isPoolUuid } from '../domain/ids';
import type { Host, Pool, PoolInventory } from '../domain/inventory';
import { parsePifs } from './inventory-pifs';
import { parseTemplateVifs, parseVifs } from './inventory-vifs';
import { expectKind, notUnderstood } from './not-understood';
import type { Section } from './sections';
import { requiredValue } from './xe-records';
import { xeSection, xeLabels } from './xe-section';

/**
 * Joins what one script read of xapi on the coordinator, in the sections pool, hosts, host-names, pifs, pif-keys,
 * networks, vms, vm-names, templates, snapshots, vifs and vif-keys. Structure never comes from free text: labels and other-config stand in
 * sections of their own, of which only records of known uuids count.
 * @throws OutputNotUnderstood, or what xeError tells of a section whose xe failed
 */
export function parseInventory(sections: readonly Section[]): PoolInventory {
  const { pool, hosts } = parsePoolAndHosts(sections);
  const pifs = parsePifs(sections, new Set(hosts.map((host) => host.uuid)));
  const vifs = parseVifs(sections);
  const vms = vifs.map((vif) => vif.vm);
  const networks = [...pifs, ...vifs].map((owner) => owner.network);
  return {
    pool,
    hosts,
    pifs,
    vifs,
    templateVifs: parseTemplateVifs(sections, vifs),
    vmNames: namesOf(vms, xeLabels(sections, 'vm-names')),
    networkNames: namesOf(networks, xeLabels(sections, 'networks')),
  };
}

/** The part of an inventory that tells which pool this is: sections pool, hosts and host-names. */
export const parsePoolAndHosts = (sections: readonly Section[]): Pick<PoolInventory, 'pool' | 'hosts'> => ({
  pool: parsePool(sections),
  hosts: parseHosts(sections),
});

function parsePool(sections: readonly Section[]): Pool {
  const [record, ...more] = xeSection(sections, 'pool', ['name-label', 'master', 'ha-enabled']);
  if (record === undefined || more.length > 0) throw notUnderstood('xe pool-list', 'not exactly one pool');
  return {
    uuid: expectKind(record.uuid, isPoolUuid, 'xe pool-list', 'a uuid'),
    name: requiredValue(record, 'name-label'),
    coordinator: expectKind(requiredValue(record, 'master'), isHostUuid, 'xe pool-list', 'a host uuid'),
    haEnabled: requiredValue(record, 'ha-enabled') === 'true',
  };
}

function parseHosts(sections: readonly Section[]): Host[] {
  const names = xeLabels(sections, 'host-names');
  return xeSection(sections, 'hosts', ['address', 'enabled', 'host-metrics-live']).map((record) => ({
    uuid: expectKind(record.uuid, isHostUuid, 'xe host-list', 'a uuid'),
    name: names.get(record.uuid) ?? record.uuid,
    address: hostAddress(requiredValue(record, 'address')),
    live: requiredValue(record, 'host-metrics-live') === 'true',
  }));
}

/** An address is handed to SSH. */
function hostAddress(text: string): string {
  if (isAddress(text)) return text;
  throw notUnderstood('xe host-list', 'not an address', text);
}

/** The labels of the given objects; one that xapi does not name any more goes by its uuid. */
const namesOf = (uuids: readonly string[], names: ReadonlyMap<string, string>): Record<string, string> =>
  Object.fromEntries(uuids.map((uuid) => [uuid, names.get(uuid) ?? uuid]));
