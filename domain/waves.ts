import type { FailureResponse } from './control';
import type { HostUuid } from './ids';

/** How a change spreads over a pool. */
export interface WaveSettings {
  /** Hosts changed alone, first. */
  readonly canary: 0 | 1;
  /** Hosts changed at once, at most; waves grow 1, 2, 4, 8 … up to it. */
  readonly size: number;
  /** Pause after the canary before it is looked at again. */
  readonly soakSeconds: number;
  /** Failed hosts the run bears before it stops. */
  readonly maxFailures: number;
  readonly onFailure: FailureResponse;
  /** Keep a change that was made for damage and did not help. */
  readonly keepUseless: boolean;
  /** "Confirm within N seconds, or the host takes the change back by itself." */
  readonly confirmSeconds: number;
}

/** The canary, and the waves after it, in order. */
export interface Waves {
  readonly canary: HostUuid | null;
  readonly waves: readonly (readonly HostUuid[])[];
}

/**
 * Orders hosts into canary and growing waves. The coordinator is never the canary, except as the only host, and is
 * always a wave of its own at the end. With HA on, one host at a time (design §5).
 */
export function planWaves(
  hosts: readonly HostUuid[],
  coordinator: HostUuid,
  settings: WaveSettings,
  haEnabled: boolean,
): Waves {
  const members = hosts.filter((host) => host !== coordinator);
  const tail = hosts.includes(coordinator) ? [[coordinator]] : [];
  if (members.length === 0) return { canary: null, waves: tail };
  const canary = settings.canary === 1 ? (members[0] ?? null) : null;
  const rest = canary === null ? members : members.slice(1);
  return { canary, waves: [...growing(rest, haEnabled ? 1 : settings.size), ...tail] };
}

/** The same for taking changes back: no canary, since the way back is known. */
export const planWayBack = (
  hosts: readonly HostUuid[],
  coordinator: HostUuid,
  settings: WaveSettings,
  haEnabled: boolean,
): Waves['waves'] => planWaves(hosts, coordinator, { ...settings, canary: 0 }, haEnabled).waves;

function growing(hosts: readonly HostUuid[], sizeMax: number): HostUuid[][] {
  const waves: HostUuid[][] = [];
  let size = 1;
  for (let start = 0; start < hosts.length;) {
    waves.push(hosts.slice(start, start + size));
    start += size;
    size = Math.min(size * 2, sizeMax);
  }
  return waves;
}
