import { noCost } from '../domain/run';
import { hostSteps } from '../workflows/host/steps';

/** The product's workflows with every undo taken out but that of `hold`, which gives the lock back: the check's own check. */
for (const step of hostSteps) {
  if (step.name !== 'hold') Object.assign(step, { undo: () => Promise.resolve({ cost: noCost }) });
}

export * from '../workflows';
