import path from 'node:path';
import type { Journal } from '../../domain/journal';
import { limits } from '../../domain/limits';
import { oneExecution, type Cost, type HostRef } from '../../domain/run';
import { parseJournals } from '../../parse/journals';
import { onlySection, parseSections } from '../../parse/sections';
import type { ActivityDependencies } from '../shared/dependencies';
import { hostScript } from '../shared/host-script';
import { runOnHost } from '../shared/run-on-host';

const script = hostScript(path.join(__dirname, 'list-journals.sh'));

export interface ListJournalsInput {
  readonly pool: string;
  readonly host: HostRef;
}

/** Lists the changes that a host remembers and that were not taken back. */
export async function listJournals(
  dependencies: ActivityDependencies,
  { pool, host }: ListJournalsInput,
  signal: AbortSignal,
): Promise<{ readonly journals: readonly Journal[]; readonly cost: Cost }> {
  const list = { script, args: [host.uuid], timeoutSeconds: limits.readScriptSeconds };
  const output = await runOnHost(dependencies, pool, host, list, signal);
  return { journals: parseJournals(onlySection(parseSections(output), 'journals').text), cost: oneExecution };
}
