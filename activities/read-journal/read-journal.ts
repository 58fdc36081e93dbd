import path from 'node:path';
import type { PackedFeatures } from '../../domain/features';
import { limits } from '../../domain/limits';
import { oneExecution, type Cost } from '../../domain/run';
import type { StoredPlan } from '../../domain/stored';
import { onlySection, parseSections } from '../../parse/sections';
import type { ActivityDependencies } from '../shared/dependencies';
import { featuresIn } from '../shared/feature-script';
import { hostScript } from '../shared/host-script';
import type { HostStepInput } from '../shared/host-step';
import { runOnHost } from '../shared/run-on-host';
import { readStoredPlans } from './stored-plans';

const script = hostScript(path.join(__dirname, 'read-journal.sh'));

/** What a host remembers of one change. */
export interface JournalRead {
  /** Every feature of its devices before it. */
  readonly before: PackedFeatures;
  readonly stored: readonly StoredPlan[];
  readonly cost: Cost;
}

/** Reads one journal of a host. Throws RunNotFound where the host has none of that run. */
export async function readJournal(
  dependencies: ActivityDependencies,
  { pool, host, run }: HostStepInput,
  signal: AbortSignal,
): Promise<JournalRead> {
  const read = { script, args: [host.uuid, run], timeoutSeconds: limits.readScriptSeconds };
  const sections = parseSections(await runOnHost(dependencies, pool, host, read, signal));
  return {
    before: featuresIn(sections),
    stored: readStoredPlans(onlySection(sections, 'stored').text, host.name),
    cost: oneExecution,
  };
}
