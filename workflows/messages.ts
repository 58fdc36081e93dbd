import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { FinishedHosts } from '../domain/control';
import type { HostUuid } from '../domain/ids';
import type { PlannedChange } from '../domain/plan';
import type { Progress } from '../domain/progress';

/** Where a run is: its phase, and every host's state. */
export const progressQuery = defineQuery<Progress>('progress');

/** What a run planned for one host, or for the objects that belong to none (null); null where it planned nothing. */
export const planQuery = defineQuery<PlannedChange | null, [HostUuid | null]>('plan');

/** What a person can ask of a run. Each answers in words, or refuses in words. */
export const pauseUpdate = defineUpdate<string>('pause');
export const resumeUpdate = defineUpdate<string>('resume');
export const approveUpdate = defineUpdate<string>('approve');
export const cancelUpdate = defineUpdate<string, [FinishedHosts | undefined]>('cancel');
