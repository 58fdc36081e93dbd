import { defineQuery } from '@temporalio/workflow';
import type { Progress } from '../domain/progress';

/** Where a run is: its phase, and every host's state. */
export const progressQuery = defineQuery<Progress>('progress');
