import type { SurveyedPool } from '../domain/examination';
import { hostRef } from '../domain/inventory';
import { parsePoolAndHosts } from './inventory';
import type { Section } from './sections';
import { requiredValue, type XeRecord } from './xe-records';
import { xeSection } from './xe-section';

/**
 * What a member says of its pool and every host of it, in the sections pool, hosts, host-names and pifs.
 * @throws OutputNotUnderstood, or what xeError tells of a section whose xe failed
 */
export function parsePoolSurvey(sections: readonly Section[]): SurveyedPool {
  const { pool, hosts } = parsePoolAndHosts(sections);
  const records = new Map(xeSection(sections, 'hosts', ['enabled', 'address']).map((record) => [record.uuid, record]));
  const pifs = xeSection(sections, 'pifs', ['device', 'physical', 'managed', 'currently-attached', 'host-uuid']);
  return {
    uuid: pool.uuid,
    name: pool.name,
    coordinator: pool.coordinator,
    haEnabled: pool.haEnabled,
    hosts: hosts.map((host) => ({
      ...hostRef(host),
      live: host.live,
      enabled: records.get(host.uuid)?.values.get('enabled') === 'true',
      idleNics: pifs.filter((pif) => requiredValue(pif, 'host-uuid') === host.uuid).flatMap(idleNic),
    })),
  };
}

/** Releases before `managed` manage all of them. */
function idleNic(pif: XeRecord): readonly string[] {
  if (requiredValue(pif, 'physical') !== 'true') return [];
  const device = requiredValue(pif, 'device');
  if (pif.values.get('managed') === 'false') return [`${device} unmanaged`];
  return requiredValue(pif, 'currently-attached') === 'true' ? [] : [`${device} unplugged`];
}
