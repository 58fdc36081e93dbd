import { isDeviceName, isHostUuid, isNetworkUuid, isPifUuid, type HostUuid, type PifUuid } from '../domain/ids';
import type { Pif, PifKind, StoredModes } from '../domain/inventory';
import { expectKind, notUnderstood } from './not-understood';
import type { Section } from './sections';
import { storedModesByUuid } from './stored-modes';
import { isNoReference, requiredValue, type XeRecord } from './xe-records';
import { xeSection } from './xe-section';

const fields = [
  'device',
  'MAC',
  'MTU',
  'physical',
  'VLAN',
  'bond-master-of',
  'bond-slave-of',
  'management',
  'managed',
  'host-uuid',
  'network-uuid',
];

/** The PIFs of the given hosts. One that vanished between two readings is left out. */
export function parsePifs(sections: readonly Section[], hosts: ReadonlySet<HostUuid>): Pif[] {
  const storedModes = storedModesByUuid(sections, 'pif-keys');
  const records = xeSection(sections, 'pifs', fields);
  const bondPifs = bondPifsByBond(records);
  return records.flatMap((record) => {
    const stored = storedModes.get(record.uuid);
    if (stored === undefined) return [];
    const pif = readPif(record, stored, bondPifs);
    return hosts.has(pif.host) ? [pif] : [];
  });
}

/** The PIF of every bond, by the bond's uuid. */
const bondPifsByBond = (records: readonly XeRecord[]): ReadonlyMap<string, PifUuid> =>
  new Map(
    records.flatMap((record) => {
      const uuid = expectKind(record.uuid, isPifUuid, 'xe pif-list', 'a uuid');
      const bonds = requiredValue(record, 'bond-master-of').split(/[,;] */);
      return bonds.filter((bond) => !isNoReference(bond)).map((bond): [string, PifUuid] => [bond, uuid]);
    }),
  );

function readPif(record: XeRecord, stored: StoredModes, bondPifs: ReadonlyMap<string, PifUuid>): Pif {
  const value = (field: string): string => requiredValue(record, field);
  const kind = pifKind(record);
  const mtu = Number(value('MTU'));
  if (!Number.isSafeInteger(mtu) || mtu <= 0) throw notUnderstood('xe pif-list', 'not an MTU', value('MTU'));
  const tag = Number(value('VLAN'));
  if (!Number.isSafeInteger(tag)) throw notUnderstood('xe pif-list', 'not a VLAN', value('VLAN'));
  return {
    uuid: expectKind(record.uuid, isPifUuid, 'xe pif-list', 'a uuid'),
    host: expectKind(value('host-uuid'), isHostUuid, 'xe pif-list', 'a host uuid'),
    kind,
    device: expectKind(value('device'), isDeviceName, 'xe pif-list', 'a device name'),
    mac: value('MAC').toLowerCase(),
    mtu,
    network: expectKind(value('network-uuid'), isNetworkUuid, 'xe pif-list', 'a network uuid'),
    management: value('management') === 'true',
    vlan: kind === 'vlan' ? tag : null,
    bondPif: kind === 'bond-member' ? (bondPifs.get(value('bond-slave-of')) ?? null) : null,
    stored,
  };
}

/** A NIC is physical and managed by xapi (facts/xenserver.md §4); releases before `managed` manage all of them. */
function pifKind(record: XeRecord): PifKind {
  if (!isNoReference(requiredValue(record, 'bond-master-of'))) return 'bond';
  if (requiredValue(record, 'VLAN') !== '-1') return 'vlan';
  const isNic = requiredValue(record, 'physical') === 'true' && record.values.get('managed') !== 'false';
  if (!isNic) return 'other';
  return isNoReference(requiredValue(record, 'bond-slave-of')) ? 'physical' : 'bond-member';
}
