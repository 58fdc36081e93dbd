import { CancellationScope, log } from '@temporalio/workflow';
import type { ErrorFacts } from '../../domain/errors';
import { noCost } from '../../domain/run';
import { contactErrors, errorFacts, workflowFailure } from '../failure';
import type { HostChange, HostFacts, HostStep, Learnt } from './step';

/** How the walk over the steps ended. */
export interface WalkEnd {
  readonly facts: HostFacts;
  /** Why it stopped; null when every step was done. */
  readonly error: ErrorFacts | null;
  /** The step it stopped at. */
  readonly failedAt: string | null;
}

const nothingYet: HostFacts = {
  before: null,
  now: null,
  liveDifferent: [],
  storedDifferent: [],
  undoErrors: [],
  costs: [],
};

const learn = (facts: HostFacts, { cost, failed, ...learnt }: Learnt): HostFacts => ({
  ...facts,
  ...learnt,
  undoErrors: failed === undefined ? facts.undoErrors : [...facts.undoErrors, failed],
  costs: [...facts.costs, cost],
});

/**
 * Walks the steps in order. At the first failure or cancellation the steps begun so far are undone in reverse order,
 * in a scope that cannot be cancelled. A step counts as begun before it is applied, so that one which did a part, or
 * whose answer was lost, is undone too.
 */
export async function walkSteps(steps: readonly HostStep[], change: HostChange): Promise<WalkEnd> {
  const begun: HostStep[] = [];
  let facts = nothingYet;
  for (const step of steps.filter((each) => each.needed(change))) {
    begun.push(step);
    try {
      const learnt = await step.apply(change, facts);
      facts = learn(facts, learnt);
      const wrong = step.check(change, facts);
      if (wrong !== null) throw workflowFailure({ host: change.host?.name, step: step.name, ...wrong });
    } catch (error) {
      const stopped = { step: step.name, ...errorFacts(error, change.host?.name) };
      log.warn('undoing', { step: step.name, type: stopped.type });
      const undone = await CancellationScope.nonCancellable(() => undoSteps(begun.reverse(), change, facts));
      return { facts: undone, error: stopped, failedAt: step.name };
    }
  }
  return { facts, error: null, failedAt: null };
}

/**
 * Runs every undo, also after one that failed: what can be put back is put back. A host that did not answer one is not
 * asked again: that undo waited for it as long as it may take to come back.
 */
async function undoSteps(steps: readonly HostStep[], change: HostChange, known: HostFacts): Promise<HostFacts> {
  let facts = known;
  for (const step of steps) {
    const isLost = facts.undoErrors.some(({ type }) => contactErrors.includes(type));
    if (isLost && step.place === 'host') continue;
    try {
      const learnt = await step.undo(change, facts);
      facts = learn(facts, learnt);
    } catch (error) {
      const failed = { step: `undo ${step.name}`, ...errorFacts(error, change.host?.name) };
      facts = learn(facts, { cost: noCost, failed });
    }
  }
  return facts;
}
