import type { HostRunRecord } from '../domain/host-run';
import type { LivePlan } from '../domain/plan';
import type { HostRef } from '../domain/run';
import type { StoredPlan } from '../domain/stored';
import { changeHost } from './host/change-host';
import { runIds } from './run-ids';

export interface RemediateHostInput {
  readonly pool: string;
  /** Null for the pool slice: objects that belong to no host now. */
  readonly host: HostRef | null;
  readonly coordinator: HostRef;
  readonly live: readonly LivePlan[];
  readonly stored: readonly StoredPlan[];
  readonly confirmSeconds: number;
}

/** Changes one host as planned, or takes everything back. Closes with its record also when it was cancelled. */
export const remediateHost = (input: RemediateHostInput): Promise<HostRunRecord> =>
  changeHost({ ...input, ...runIds(), takesBack: null, restore: null, onConflict: 'refuse' });
