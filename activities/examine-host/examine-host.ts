import path from 'node:path';
import { OffloadError } from '../../domain/errors';
import type { Examination, ExaminedHost } from '../../domain/examination';
import { hostTools } from '../../domain/host-tools';
import { limits } from '../../domain/limits';
import { oneExecution } from '../../domain/run';
import { parseHostFacts } from '../../parse/host-facts';
import { parseSections } from '../../parse/sections';
import type { ActivityDependencies } from '../shared/dependencies';
import { hostScript } from '../shared/host-script';
import { runOnHost } from '../shared/run-on-host';

const script = hostScript(path.join(__dirname, 'examine-host.sh'), 'xapi');

export interface ExamineHostInput {
  readonly pool: string;
  readonly host: ExaminedHost;
}

/**
 * Looks at everything a run needs of one host, in one SSH execution over a new connection. A host that cannot be looked at is an answer,
 * given after one attempt: whoever asks waits for it.
 */
export async function examineHost(
  dependencies: ActivityDependencies,
  { pool, host }: ExamineHostInput,
  signal: AbortSignal,
): Promise<Examination> {
  const run = {
    script,
    args: Object.keys(hostTools),
    timeoutSeconds: limits.examineScriptSeconds,
    newConnection: true,
  };
  const startedAtMs = Date.now();
  try {
    const sections = parseSections(await runOnHost(dependencies, pool, host, run, signal));
    const facts = parseHostFacts(sections, { startedAtMs, endedAtMs: Date.now() });
    return { facts, error: null, cost: oneExecution };
  } catch (error) {
    if (error instanceof OffloadError) return { facts: null, error: error.details, cost: oneExecution };
    throw error;
  }
}
