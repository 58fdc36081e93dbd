import type { HostUuid, PoolUuid } from './ids';

/** Every workflow that changes a pool has this id, which is the pool's lock (design §5). */
export const changeId = (pool: PoolUuid): string => `pool/${pool}/change`;

/** The change of one host; taken while a host is still undoing an earlier one. */
export const hostId = (pool: PoolUuid, host: HostUuid): string => `pool/${pool}/host/${host}`;

/** The change of objects that belong to no host now. */
export const sliceId = (pool: PoolUuid): string => `pool/${pool}/slice`;

/** `time`: ISO 8601. */
export const auditId = (pool: PoolUuid, time: string): string => `pool/${pool}/audit/${time}`;

/** What the audits of a schedule are called; the server appends the time. */
export const scheduledAuditId = (pool: PoolUuid): string => `pool/${pool}/audit`;

const auditSchedules = 'audit/';

/** One schedule a pool, under its configured name. */
export const auditScheduleId = (name: string): string => `${auditSchedules}${name.replaceAll(/["\\]/g, '')}`;

export const isAuditSchedule = (scheduleId: string): boolean => scheduleId.startsWith(auditSchedules);

/** By name, since a pool that cannot be reached tells no uuid. `time`: ISO 8601. */
export const doctorId = (name: string, time: string): string => `doctor/${name}/${time}`;

export const resolveId = (name: string): string => `resolve/${name}`;

/** The queue of local and long-running workers. */
export const taskQueue = 'xen-offload';

/** The queue of serverless workers, which are versioned: no other worker may share it. */
export const lambdaTaskQueue = 'xen-offload-lambda';
