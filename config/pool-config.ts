import type { Policy } from '../domain/policy';
import type { Selector } from '../domain/selection';
import type { WaveSettings } from '../domain/waves';
import type { SshSettings } from '../ssh/target';

/** What is configured for one pool: how to reach it, and what its runs do unless told otherwise. */
export interface PoolConfig {
  readonly name: string;
  /** `[user@]address` of one member or several; the others are discovered. */
  readonly hosts: readonly string[];
  readonly ssh: SshSettings;
  readonly policy: Policy | null;
  readonly only: readonly Selector[];
  readonly exclude: readonly Selector[];
  readonly waves: Partial<WaveSettings>;
}
