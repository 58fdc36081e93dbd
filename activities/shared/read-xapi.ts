import path from 'node:path';
import { limits } from '../../domain/limits';
import type { HostAddress } from '../../domain/run';
import { parseSections, type Section } from '../../parse/sections';
import type { ActivityDependencies } from './dependencies';
import { hostScript } from './host-script';
import { runOnHost, type HostScriptRun } from './run-on-host';

const script = hostScript(path.join(__dirname, 'read-xapi.sh'), 'xapi');

/** Reads lists of the whole pool from xapi in one SSH execution; the names are those of `read_xapi` in xapi.sh. */
export async function readXapi(
  dependencies: ActivityDependencies,
  pool: string,
  host: HostAddress,
  lists: readonly string[],
  signal: AbortSignal,
  more: Partial<Pick<HostScriptRun, 'timeoutSeconds' | 'newConnection'>> = {},
): Promise<Section[]> {
  const run = { script, args: lists, timeoutSeconds: limits.xeScriptSeconds, ...more };
  return parseSections(await runOnHost(dependencies, pool, host, run, signal));
}
