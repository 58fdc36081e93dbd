import type { HostFacts } from '../../domain/examination';
import { isHostUuid, isPoolUuid, type HostUuid, type PoolUuid } from '../../domain/ids';

/** A uuid that ends with a number. */
const uuid = (number: number): string => `00000000-0000-0000-0000-${String(number).padStart(12, '0')}`;

export function hostUuid(number: number): HostUuid {
  const text = uuid(number);
  if (!isHostUuid(text)) throw new Error(text);
  return text;
}

export function poolUuid(): PoolUuid {
  const text = uuid(1);
  if (!isPoolUuid(text)) throw new Error(text);
  return text;
}

/** What a look at host 1 shows when all is well. */
export const fitHost: HostFacts = {
  installationUuid: hostUuid(1),
  userId: 0,
  missingTools: [],
  versions: { ethtool: '4.19', tcpdump: '4.9.2' },
  clockSkewSeconds: 0,
  lock: null,
  journals: [],
  room: {
    memory: { writable: true, freeKilobytes: 900_000 },
    temporary: { writable: true, freeKilobytes: 900_000 },
  },
  xapi: null,
};
