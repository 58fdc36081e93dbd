import type { FaultPlan } from '../lab/standin/faults/fault';
import type { XapiDatabase } from '../lab/standin/pool/xapi-database';

/** A pool of one run, and what can be made to go wrong there. */
export interface ChaosPool {
  /** Workers find out how it is reached by this name, from `NAME.json` in the check's folder. */
  readonly name: string;
  readonly access: PoolAccess;
  readonly hosts: readonly { readonly name: string }[];
  readonly xapi: XapiDatabase;
  addFault(plan: FaultPlan): Promise<string>;
  /** How often each fault struck, by id. */
  fired(): Promise<Readonly<Record<string, number>>>;
  clearFaults(): Promise<void>;
}

export interface PoolAccess {
  readonly coordinator: string;
  readonly sshConfig: string;
}

/** Where runs take place: on simulated pools, a new one each, or on a lab of real hosts, always the same. */
export interface ChaosField {
  readonly kind: 'simulated' | 'lab';
  /** Gives a pool that is as every pool of that size is at first, and takes it away, or leaves it so, afterwards. */
  withPool<T>(hosts: number, use: (pool: ChaosPool) => Promise<T>): Promise<T>;
}
