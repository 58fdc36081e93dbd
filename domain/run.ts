import type { HostUuid, PoolUuid } from './ids';

/** Where a machine is, and what people call it. */
export interface HostAddress {
  readonly name: string;
  readonly address: string;
}

/** A host of a pool, as steps address it. */
export interface HostRef extends HostAddress {
  readonly uuid: HostUuid;
}

/** A pool as found behind a configured name. */
export interface PoolRef {
  readonly uuid: PoolUuid;
  readonly name: string;
  readonly coordinator: HostRef;
}

/** What a step cost the hosts. */
export interface Cost {
  /** Scripts run over SSH. */
  readonly executions: number;
  /** `xe` calls that write. */
  readonly xeWrites: number;
}

export const noCost: Cost = { executions: 0, xeWrites: 0 };

/** One script, which writes nothing to xapi. */
export const oneExecution: Cost = { executions: 1, xeWrites: 0 };

export const addCosts = (costs: readonly Cost[]): Cost => ({
  executions: costs.reduce((sum, cost) => sum + cost.executions, 0),
  xeWrites: costs.reduce((sum, cost) => sum + cost.xeWrites, 0),
});
