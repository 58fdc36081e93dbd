import type { HostRef } from '../../domain/run';

/** What every step that touches one host is told. */
export interface HostStepInput {
  readonly pool: string;
  readonly host: HostRef;
  /** Owner of the host's lock and journal: the workflow run that changes this host. */
  readonly run: string;
}
