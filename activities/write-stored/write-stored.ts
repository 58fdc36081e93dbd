import path from 'node:path';
import { OffloadError } from '../../domain/errors';
import type { StoredModes } from '../../domain/inventory';
import { limits } from '../../domain/limits';
import { oneExecution, type Cost, type HostRef } from '../../domain/run';
import { conflicts, notYet, outstanding, type StoredDifference, type StoredPlan } from '../../domain/stored';
import { parseSections, type Section } from '../../parse/sections';
import { storedModesByUuid } from '../../parse/stored-modes';
import { xeError } from '../../parse/xe-error';
import type { ActivityDependencies } from '../shared/dependencies';
import { hostScript } from '../shared/host-script';
import { readXapi } from '../shared/read-xapi';
import { runOnHost } from '../shared/run-on-host';
import { storedLines } from './stored-lines';

const script = hostScript(path.join(__dirname, 'write-stored.sh'), 'xapi');

export interface WriteStoredInput {
  readonly pool: string;
  readonly coordinator: HostRef;
  readonly stored: readonly StoredPlan[];
  /** `refuse`: write nothing when somebody changed a value since the plan. `pass-over`: leave those alone, report them. */
  readonly onConflict: 'refuse' | 'pass-over';
}

export interface StoredWritten {
  /** Values that are not as planned at the end: conflicts passed over, and what xe took and did not keep. */
  readonly different: readonly StoredDifference[];
  readonly cost: Cost;
}

/**
 * Brings the stored values of objects to their plan, on the coordinator: reads, writes only what differs with one xe
 * call an object, reads again. Throws StoredConflict before any write, XapiRefused or XapiUnavailable when xe failed.
 */
export async function writeStored(
  dependencies: ActivityDependencies,
  { pool, coordinator, stored, onConflict }: WriteStoredInput,
  signal: AbortSignal,
): Promise<StoredWritten> {
  const lists = keyLists(stored);
  const before = keysIn(await readXapi(dependencies, pool, coordinator, lists, signal), lists);
  const inConflict = across(stored, before, conflicts);
  if (onConflict === 'refuse' && inConflict.length > 0) throw conflictError(inConflict);
  const writes = stored.flatMap((plan) => outstanding(plan, keysOf(before, plan), inConflict) ?? []);
  if (writes.length === 0) return { different: inConflict, cost: oneExecution };

  const run = { script, args: lists, input: storedLines(writes), timeoutSeconds: limits.xeScriptSeconds };
  const sections = parseSections(await runOnHost(dependencies, pool, coordinator, run, signal));
  const written = sections.filter((section) => section.name === 'write');
  const different = across(stored, keysIn(sections, lists), notYet);
  const refused = written.find((section) => section.status !== 0);
  if (refused !== undefined && different.length > inConflict.length) throw refusal(refused, coordinator);
  return { different, cost: { executions: 2, xeWrites: written.length } };
}

/** The lists that hold the keys of the planned objects. */
const keyLists = (stored: readonly StoredPlan[]): readonly string[] => [
  ...(stored.some(({ object }) => object.kind === 'pif') ? ['pif-keys'] : []),
  ...(stored.some(({ object }) => object.kind === 'vif') ? ['vif-keys'] : []),
];

const keysIn = (sections: readonly Section[], lists: readonly string[]): ReadonlyMap<string, StoredModes> =>
  new Map(lists.flatMap((list) => [...storedModesByUuid(sections, list)]));

const keysOf = (keys: ReadonlyMap<string, StoredModes>, plan: StoredPlan): StoredModes =>
  keys.get(plan.object.uuid) ?? {};

const across = (
  stored: readonly StoredPlan[],
  keys: ReadonlyMap<string, StoredModes>,
  compare: (plan: StoredPlan, now: StoredModes) => readonly StoredDifference[],
): readonly StoredDifference[] => stored.flatMap((plan) => compare(plan, keysOf(keys, plan)));

function conflictError([first, ...more]: readonly StoredDifference[]): OffloadError {
  const others = more.length === 0 ? '' : ` and ${String(more.length)} more`;
  return new OffloadError({
    type: 'StoredConflict',
    message:
      first === undefined
        ? 'a stored value was changed since the plan'
        : `${first.object.kind} ${first.object.uuid}: ethtool-${first.mode} is ${first.found ?? 'absent'}, was ${first.expected ?? 'absent'} when planned${others}`,
    step: script.name,
  });
}

const refusal = (section: Section, coordinator: HostRef): OffloadError =>
  xeError({
    command: `xe param-set (${section.argument ?? ''})`,
    exitCode: section.status ?? 1,
    stderr: section.text,
    host: coordinator.name,
    step: script.name,
  });
