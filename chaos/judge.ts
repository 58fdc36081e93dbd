import type { ChangeResult } from '../domain/pool-run';
import type { HostOutcome } from '../domain/outcome';
import { sliceName } from './pool-parts';

type Parts = ReadonlyMap<string, string>;

/** What a host, or the slice, truly is after a run: `same` where the plan changes nothing of it. */
export type Truth = 'planned' | 'as-before' | 'same' | 'mixed';

export interface Judged {
  readonly part: string;
  readonly truth: Truth;
  readonly claim: HostOutcome;
  /** `unfinished`: neither planned nor as before, and the report says that it is stuck or lost. */
  readonly verdict: 'true' | 'false' | 'unfinished';
}

/** Holds what a run says of every host against what the host is. A run that failed (null) claims that nothing was changed. */
export function judge(before: Parts, planned: Parts, after: Parts, result: ChangeResult | null): readonly Judged[] {
  const claims = claimsOf(result);
  return [...before.keys()].map((part) => {
    const truth = truthOf(before.get(part), planned.get(part), after.get(part));
    const claim = claims.get(part) ?? 'nothing-to-do';
    return { part, truth, claim, verdict: verdictOf(truth, claim) };
  });
}

function claimsOf(result: ChangeResult | null): ReadonlyMap<string, HostOutcome> {
  const claims = new Map(result?.hosts.map(({ host, outcome }) => [host.name, outcome]));
  if (result?.slice != null) claims.set(sliceName, result.slice.outcome);
  return claims;
}

function truthOf(before: string | undefined, planned: string | undefined, after: string | undefined): Truth {
  if (after === before) return planned === before ? 'same' : 'as-before';
  return after === planned ? 'planned' : 'mixed';
}

function verdictOf(truth: Truth, claim: HostOutcome): Judged['verdict'] {
  switch (claim) {
    case 'done':
      return truth === 'planned' || truth === 'same' ? 'true' : 'false';
    case 'stuck':
    case 'lost':
      return truth === 'mixed' || truth === 'planned' ? 'unfinished' : 'true';
    case 'nothing-to-do':
    case 'rolled-back':
    case 'failed':
    case 'not-started':
    case 'refused':
      return truth === 'as-before' || truth === 'same' ? 'true' : 'false';
  }
}
