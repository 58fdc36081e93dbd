import type { FailureResponse } from '../domain/control';
import type { Policy, Scope } from '../domain/policy';
import type { WaveSettings } from '../domain/waves';
import type { Chance } from './chance';
import type { Disturbance, DisturbanceKind } from './disturbance';

/** One run as chance made it, but for its faults: those name hosts, which are known when the pool is there. */
export interface DrawnRun {
  readonly hosts: number;
  readonly policy: Policy;
  readonly scope: Scope;
  readonly waves: WaveSettings;
  readonly faults: number;
  /** When the faults that would last are let go. */
  readonly clearAfterMs: number;
  readonly disturbance: Disturbance | null;
}

export function drawRun(chance: Chance): DrawnRun {
  return {
    hosts: chance.between(2, 4),
    policy: chance.pick<Policy>([
      { kind: 'classic' },
      { kind: 'classic' },
      { kind: 'guests' },
      { kind: 'custom', pif: { tso: 'off', gro: 'off' }, vif: { tx: 'off' } },
    ]),
    scope: chance.pick<Scope>(['both', 'both', 'live', 'stored']),
    waves: {
      canary: chance.pick<0 | 1>([0, 1]),
      size: chance.between(1, 4),
      soakSeconds: 0,
      maxFailures: chance.between(0, 2),
      onFailure: chance.pick<FailureResponse>(['keep', 'undo-host', 'undo-pool']),
      keepUseless: false,
      confirmSeconds: chance.pick([4, 10, 20]),
    },
    faults: chance.between(1, 3),
    clearAfterMs: chance.between(2_000, 6_000),
    disturbance: chance.happens(20)
      ? {
          kind: chance.pick<DisturbanceKind>([
            'kill-worker',
            'kill-worker',
            'kill-server',
            'cancel-keep',
            'cancel-undo',
          ]),
          afterMs: chance.between(200, 4_000),
        }
      : null,
  };
}
