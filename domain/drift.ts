import type { Finding } from './finding';
import type { DeviceName, PifUuid } from './ids';
import { limits } from './limits';

/** What an audit keeps for the next one to compare with. */
export interface AuditFindings {
  /** What was asked: only answers to the same question are compared. */
  readonly question: string;
  readonly findings: readonly Finding[];
  /** Last known findings of hosts that could not be looked at this time, or not at their packets, beyond those found again. */
  readonly carried: readonly Finding[];
  /** Those whose change did not help, here or in an earlier audit: it is not made again. */
  readonly useless: readonly UselessNic[];
  /** Findings beyond the limit, counted and not listed. */
  readonly notListed: number;
}

/** A NIC whose change did not help, and was taken back. */
export interface UselessNic {
  /** The host's name. */
  readonly host: string;
  readonly device: DeviceName;
  readonly nic: PifUuid;
}

/** What changed from one audit to the next. */
export interface Drift {
  readonly new: readonly Finding[];
  readonly gone: readonly Finding[];
  /** How many are as they were. */
  readonly unchanged: number;
}

/** Whether somebody should look: a fault came, or went without a run of ours. */
export const isDrift = (drift: Drift | null): boolean => drift !== null && drift.new.length + drift.gone.length > 0;

/**
 * Sums an audit up, with what changed since the one before; null without a comparable one. A host that could not be
 * looked at keeps what was last known of it: silence is no cure.
 */
export function compareFindings(
  question: string,
  found: readonly Finding[],
  unseenHosts: readonly string[],
  before: AuditFindings | null,
): { readonly now: AuditFindings; readonly drift: Drift | null } {
  const findings = found.slice(0, limits.auditFindings);
  const comparable = before?.question === question ? before : null;
  const known = comparable === null ? [] : [...comparable.findings, ...comparable.carried];
  const foundNow = new Set(findings.map(identity));
  const carried = known.filter((finding) => unseenHosts.includes(finding.host) && !foundNow.has(identity(finding)));
  const isStillWanted = ({ host, device, nic }: UselessNic): boolean =>
    offPolicy(found).some((each) => each.host === host && [device, nic].some((name) => name === each.target));
  const useless = (comparable?.useless ?? []).filter((each) => unseenHosts.length > 0 || isStillWanted(each));
  const now: AuditFindings = { question, findings, carried, useless, notListed: found.length - findings.length };
  if (comparable === null) return { now, drift: null };
  const earlier = new Set(known.map(identity));
  const current = new Set([...foundNow, ...carried.map(identity)]);
  return {
    now,
    drift: {
      new: findings.filter((finding) => !earlier.has(identity(finding))),
      gone: known.filter((finding) => !current.has(identity(finding))),
      unchanged: known.filter((finding) => current.has(identity(finding))).length,
    },
  };
}

/** What deviates from a policy. */
export const offPolicy = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ kind }) => kind === 'off-policy');

/** An audit's findings after its remediation. */
export const afterRemediation = (now: AuditFindings, useless: readonly UselessNic[]): AuditFindings => ({
  ...now,
  useless: [...now.useless, ...useless],
});

const identity = ({ kind, host, target, what }: Finding): string => JSON.stringify([kind, host, target, what]);
