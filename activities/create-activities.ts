import { acquireHost } from './acquire-host/acquire-host';
import { applyLive } from './apply-live/apply-live';
import { confirmHost } from './confirm-host/confirm-host';
import { detectErrors } from './detect-errors/detect-errors';
import { discoverPool } from './discover-pool/discover-pool';
import { examineHost } from './examine-host/examine-host';
import { identifyPool } from './identify-pool/identify-pool';
import { inspectHost } from './inspect-host/inspect-host';
import { listJournals } from './list-journals/list-journals';
import { measureThroughput } from './measure-throughput/measure-throughput';
import { readJournal } from './read-journal/read-journal';
import { releaseHost } from './release-host/release-host';
import { restoreLive } from './restore-live/restore-live';
import { serveThroughput } from './serve-throughput/serve-throughput';
import { boundary } from './shared/boundary';
import type { ActivityDependencies } from './shared/dependencies';
import { surveyPool } from './survey-pool/survey-pool';
import { verifyHost } from './verify-host/verify-host';
import { writeStored } from './write-stored/write-stored';

type Step<Input, Result> = (dependencies: ActivityDependencies, input: Input, signal: AbortSignal) => Promise<Result>;

/** Every activity, bound to what the worker gives it. One step of a run each; one SSH execution each, but for xapi. */
export function createActivities(dependencies: ActivityDependencies) {
  const bind = <Input, Result>(step: Step<Input, Result>) =>
    boundary<Input, Result>((input, signal) => step(dependencies, input, signal));
  return {
    identifyPool: bind(identifyPool),
    discoverPool: bind(discoverPool),
    surveyPool: bind(surveyPool),
    examineHost: bind(examineHost),
    inspectHost: bind(inspectHost),
    detectErrors: bind(detectErrors),
    serveThroughput: bind(serveThroughput),
    measureThroughput: bind(measureThroughput),
    acquireHost: bind(acquireHost),
    applyLive: bind(applyLive),
    restoreLive: bind(restoreLive),
    confirmHost: bind(confirmHost),
    writeStored: bind(writeStored),
    verifyHost: bind(verifyHost),
    releaseHost: bind(releaseHost),
    listJournals: bind(listJournals),
    readJournal: bind(readJournal),
    readHostRun: boundary(dependencies.readHostRun),
    readPoolRun: boundary(dependencies.readPoolRun),
    readPlan: boundary(dependencies.readPlan),
    readLastAudit: boundary(dependencies.readLastAudit),
  };
}

export type Activities = ReturnType<typeof createActivities>;
