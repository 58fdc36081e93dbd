import type { PoolSettings } from '../domain/pool-run';
import type { SshSettings } from '../ssh/target';

/** What is configured for one pool: how to reach it, and what its runs do unless told otherwise. */
export interface PoolConfig extends PoolSettings {
  readonly name: string;
  /** `[user@]address` of one member or several; the others are discovered. */
  readonly hosts: readonly string[];
  readonly ssh: SshSettings;
}

/** A pool of which nothing is known but how to reach it. */
export const plainPool = (name: string, hosts: readonly string[], ssh: SshSettings = {}): PoolConfig => ({
  name,
  hosts,
  ssh,
  policy: null,
  only: [],
  exclude: [],
  waves: {},
});
