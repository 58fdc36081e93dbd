import { Option } from 'commander';
import { OffloadError } from '../domain/errors';
import type { Policy, Scope } from '../domain/policy';

/** What of the command line chooses a policy. */
export interface PolicyOptions {
  readonly policy?: PolicyName;
  readonly trial?: true;
}

const policyNames = ['evidence', 'classic', 'guests', 'custom'] as const;
export type PolicyName = (typeof policyNames)[number];

export const policyOption = (): Option =>
  new Option(
    '--policy <policy>',
    'evidence: tx off on NICs proved to send damage (default); classic: rx tx sg tso ufo gso off everywhere; ' +
      'guests: tx off on VIFs; custom: from xen-offload.yaml',
  ).choices(policyNames);

export const trialOption = (): Option =>
  new Option('--trial', 'with evidence: tx off also on NICs that may be to blame, kept where it helped');

/** The policy a run follows: what the flags say, else the pool's configuration, else the evidence. */
export function chosenPolicy({ policy: named, trial }: PolicyOptions, configured: Policy | null): Policy {
  const chosen = namedPolicy(named, configured);
  if (trial !== true) return chosen;
  if (chosen.kind === 'evidence') return { ...chosen, trial };
  throw new OffloadError({ type: 'WrongUsage', message: '--trial goes with --policy evidence' });
}

function namedPolicy(named: PolicyName | undefined, configured: Policy | null): Policy {
  if (named === undefined) return configured ?? { kind: 'evidence' };
  if (named !== 'custom') return { kind: named };
  if (configured?.kind === 'custom') return configured;
  throw new OffloadError({
    type: 'WrongUsage',
    message: '--policy custom needs a policy with pif: and vif: modes for this pool in xen-offload.yaml',
  });
}

interface ScopeOptions {
  readonly local?: true;
  readonly stored?: true;
  readonly trial?: true;
}

export function chosenScope({ local, stored, trial }: ScopeOptions): Scope {
  if (local && stored)
    throw new OffloadError({ type: 'WrongUsage', message: '--local and --stored exclude each other' });
  if (stored && trial) {
    const message = '--trial needs live changes: what is only stored changes no packet, and nobody could see it help';
    throw new OffloadError({ type: 'WrongUsage', message });
  }
  return local ? 'live' : stored ? 'stored' : 'both';
}
