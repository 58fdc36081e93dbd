import type { ErrorFacts } from './errors';
import type { HostUuid, PoolUuid } from './ids';
import type { Level, Precondition } from './precondition';
import type { RunOutcome } from './outcome';
import type { Cost, HostAddress } from './run';

/** A host to examine; its uuid is null where no pool could be asked which host this is. */
export interface ExaminedHost extends HostAddress {
  readonly uuid: HostUuid | null;
}

/** A host as its pool speaks of it. */
export interface SurveyedHost extends HostAddress {
  readonly uuid: HostUuid;
  readonly live: boolean;
  readonly enabled: boolean;
  /** Physical PIFs that xapi does not manage or has not plugged, each with that word: `eth3 unmanaged`. */
  readonly idleNics: readonly string[];
}

export interface SurveyedPool {
  readonly uuid: PoolUuid;
  readonly name: string;
  readonly coordinator: HostUuid;
  readonly haEnabled: boolean;
  readonly hosts: readonly SurveyedHost[];
}

/** A configured host that was asked for its pool, and why it did not tell; null for the one that did. */
export interface AskedHost {
  /** `[user@]address[:port]`, as configured. */
  readonly address: string;
  readonly error: ErrorFacts | null;
}

/** What the configured hosts say of their pool, asked in turn until one answers; null where none does. */
export interface PoolSurvey {
  readonly asked: readonly AskedHost[];
  readonly pool: SurveyedPool | null;
  readonly cost: Cost;
}

/** A host's lock as its run left it. */
export interface HostLock {
  /** Empty where its run died before it wrote its name. */
  readonly run: string;
  /** By the host's own clock; negative once expired, null where the lock names no end. */
  readonly secondsLeft: number | null;
}

/** What an earlier run left on a host, and what became of its dead man's switch. */
export interface HostJournal {
  readonly run: string;
  readonly deadManSwitch: 'armed' | 'fired' | 'none';
}

/** A folder in which runs write, or the one it would be made in. */
export interface Room {
  readonly writable: boolean;
  /** Null where df does not say. */
  readonly freeKilobytes: number | null;
}

/** What one look at a host shows of its fitness for a run. */
export interface HostFacts {
  /** Null on a machine that is no XenServer host. */
  readonly installationUuid: string | null;
  readonly userId: number;
  /** Those of `hostTools` that are not there. */
  readonly missingTools: readonly string[];
  /** Null where a tool is missing or does not tell. */
  readonly versions: { readonly ethtool: string | null; readonly tcpdump: string | null };
  /** The least difference to the worker's clock that explains what was read; positive where the host is ahead. */
  readonly clockSkewSeconds: number;
  readonly lock: HostLock | null;
  readonly journals: readonly HostJournal[];
  readonly room: { readonly memory: Room; readonly temporary: Room };
  /** Why xe gave no answer; null where it did. */
  readonly xapi: ErrorFacts | null;
}

/** One look at a host, or why there was none. */
export type Examination =
  | { readonly facts: HostFacts; readonly error: null; readonly cost: Cost }
  | { readonly facts: null; readonly error: ErrorFacts; readonly cost: Cost };

export interface ExaminePoolInput {
  /** The pool's configured name. */
  readonly pool: string;
  /** The change of this pool that was under way when doctor was called, and its page; null for none. */
  readonly change: { readonly runId: string; readonly url: string } | null;
}

/** Every precondition of one host, checked. */
export interface HostCheckup {
  readonly host: ExaminedHost;
  /** Why it could not be examined; null where it was. */
  readonly error: ErrorFacts | null;
  /** The worst level of its preconditions. */
  readonly level: Level;
  readonly preconditions: readonly Precondition[];
}

/** The result of a doctor's run. */
export interface PoolCheckup {
  /** `clean` also with warnings; `refused` when a run would be refused or would fail. */
  readonly outcome: Extract<RunOutcome, 'clean' | 'refused'>;
  /** Null where no configured host told which pool it is in. */
  readonly pool: { readonly uuid: PoolUuid; readonly name: string } | null;
  readonly preconditions: readonly Precondition[];
  readonly hosts: readonly HostCheckup[];
  readonly cost: Cost;
}
