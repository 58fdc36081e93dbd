import type { HostUuid, PoolUuid } from './ids';

/** Every workflow that changes a pool has this id, which is the pool's lock (design §5). */
export const changeId = (pool: PoolUuid): string => `pool/${pool}/change`;

/** The change of one host; taken while a host is still undoing an earlier one. */
export const hostId = (pool: PoolUuid, host: HostUuid): string => `pool/${pool}/host/${host}`;

/** The change of objects that belong to no host now. */
export const sliceId = (pool: PoolUuid): string => `pool/${pool}/slice`;

/** `time`: ISO 8601. */
export const auditId = (pool: PoolUuid, time: string): string => `pool/${pool}/audit/${time}`;

export const resolveId = (name: string): string => `resolve/${name}`;

/** The queue of local and long-running workers. */
export const taskQueue = 'xen-offload';
