import type { WaitsFor } from './control';
import type { HostOutcome, RunOutcome } from './outcome';
import type { Level } from './precondition';

export type Phase =
  | 'discover'
  | 'examine'
  | 'inspect'
  | 'detect'
  | 'plan'
  | 'measure'
  | 'canary'
  | 'soak'
  | 'waves'
  | 'pool slice'
  | 'verify'
  | 'taking back';

/** Where one host of a run is. */
export type HostState =
  'waiting' | 'examining' | 'examined' | Level | 'inspecting' | 'inspected' | 'changing' | 'taking back' | HostOutcome;

export interface HostProgress {
  readonly name: string;
  readonly state: HostState;
  /** One line on what is special about it: the plan's size, or what went wrong. */
  readonly note: string;
}

/** What a running workflow tells those who watch. */
export interface Progress {
  readonly phase: Phase | 'done';
  readonly outcome: RunOutcome | null;
  /** Why it stands still; null while it goes on. */
  readonly waitsFor: WaitsFor | null;
  readonly hosts: readonly HostProgress[];
}
