import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findPool, startRemediation, startRollback, unwrap } from '../client/start-run';
import { OffloadError } from '../domain/errors';
import type { ChangeResult, RunRef } from '../domain/pool-run';
import type { PoolRef } from '../domain/run';
import type { WaveSettings } from '../domain/waves';
import { armFaults, drawFaults, type DrawnFault } from './arm-faults';
import { Chance } from './chance';
import { disturb } from './disturbance';
import { drawRun, type DrawnRun } from './draw-run';
import { dumpPool } from './dump-pool';
import type { Engine } from './engine';
import type { ChaosField, ChaosPool } from './field';
import { judge, type Judged } from './judge';
import { poolParts } from './pool-parts';

type Parts = ReadonlyMap<string, string>;

/** What one run came to. */
export interface ChaosRun {
  readonly seed: string;
  readonly outcome: string;
  /** Kinds of the faults that were armed, and of those that struck, kills and cancels included. */
  readonly injected: readonly string[];
  readonly fired: readonly string[];
  readonly judged: readonly Judged[];
  /** Parts that a rollback had to finish; `notBack` names those which it did not bring back. */
  readonly finished: number;
  readonly notBack: readonly string[];
}

/** States that a run without faults leads to, by pool and wish: what "exactly as planned" means. */
type Planned = Map<string, Parts>;

/** Where and by what a check is carried out. */
export interface ChaosCheck {
  readonly engine: Engine;
  readonly field: ChaosField;
  /** Where workers find how a pool is reached. */
  readonly folder: string;
  readonly known: Planned;
}

/**
 * Draws one run from its seed, carries it out, judges what it says by what is there, and takes it back: what a run left
 * half-way and said so must come back whole, as must, on the lab, all that it changed.
 */
export async function chaosRun(check: ChaosCheck, seed: string): Promise<ChaosRun> {
  const chance = new Chance(seed);
  const drawn = drawRun(chance);
  const planned = await plannedParts(check, drawn);
  return check.field.withPool(drawn.hosts, async (pool) => {
    const target = await findTarget(check, pool);
    const before = await look(pool);
    const faults = drawFaults(chance, drawn.faults, check.field.kind, pool);
    const { result, run, outcome, fired } = await disturbedRun(check.engine, target, drawn, faults);
    const judged = judge(before, planned, await look(pool), result);
    const unfinished = judged.filter(({ verdict }) => verdict === 'unfinished');
    const mustGoBack = (check.field.kind === 'lab' ? judged : unfinished).map(({ part }) => part);
    const isTakenBack = mustGoBack.length > 0;
    if (isTakenBack && run !== null) await rollBack(check.engine, target, run, drawn);
    const back = isTakenBack ? await look(pool) : before;
    return {
      seed,
      outcome,
      injected: [
        ...faults.map(({ plan }) => plan.kind),
        ...(drawn.disturbance === null ? [] : [drawn.disturbance.kind]),
      ],
      fired,
      judged,
      finished: unfinished.length,
      notBack: mustGoBack.filter((part) => back.get(part) !== before.get(part)),
    };
  });
}

interface Target {
  readonly pool: ChaosPool;
  readonly poolRef: PoolRef;
}

async function findTarget({ engine, folder }: ChaosCheck, pool: ChaosPool): Promise<Target> {
  await writeFile(path.join(folder, `${pool.name}.json`), JSON.stringify(pool.access));
  const { poolRef } = await findPool(engine.session, pool.name);
  return { pool, poolRef };
}

const look = async ({ access, hosts, xapi }: ChaosPool): Promise<Parts> =>
  poolParts(await dumpPool(access.sshConfig, hosts), xapi);

async function plannedParts(check: ChaosCheck, drawn: DrawnRun): Promise<Parts> {
  const key = JSON.stringify([check.field.kind === 'lab' ? null : drawn.hosts, drawn.policy, drawn.scope]);
  const known = check.known.get(key);
  if (known !== undefined) return known;
  const parts = await check.field.withPool(drawn.hosts, async (pool) => {
    const target = await findTarget(check, pool);
    const handle = await start(check.engine, target, { ...drawn, waves: patient(drawn) });
    const { outcome } = await handle.result();
    if (outcome !== 'done') throw new Error(`a run without faults ended ${outcome}`);
    const after = await look(pool);
    const run = { workflowId: handle.workflowId, runId: handle.firstExecutionRunId };
    const back = check.field.kind === 'lab' ? await rollBack(check.engine, target, run, drawn) : 'done';
    if (back !== 'done') throw new Error(`the rollback of a run without faults ended ${back}`);
    return after;
  });
  check.known.set(key, parts);
  return parts;
}

const start = ({ session }: Engine, { pool, poolRef }: Target, { policy, scope, waves }: DrawnRun) =>
  startRemediation(session, {
    pool: pool.name,
    poolRef,
    policy,
    scope,
    selection: { only: [], exclude: [] },
    waves,
    captureSeconds: 1,
    needsApproval: false,
    measure: null,
  });

interface Disturbed {
  readonly result: ChangeResult | null;
  readonly run: RunRef | null;
  readonly outcome: string;
  readonly fired: readonly string[];
}

async function disturbedRun(
  engine: Engine,
  target: Target,
  drawn: DrawnRun,
  faults: readonly DrawnFault[],
): Promise<Disturbed> {
  const armed = await armFaults(target.pool, faults, drawn.clearAfterMs);
  try {
    const started = await startedOr(() => start(engine, target, drawn));
    if (started instanceof OffloadError) {
      return { result: null, run: null, outcome: `refused: ${started.type}`, fired: await armed.end() };
    }
    const run = { workflowId: started.workflowId, runId: started.firstExecutionRunId };
    const done = drawn.disturbance === null ? [] : await disturb(engine, run, drawn.disturbance);
    const { result, outcome } = await endOf(() => resultOf(engine, run));
    return { result, run, outcome, fired: [...(await armed.end()), ...done] };
  } finally {
    await armed.end();
  }
}

async function startedOr<Started>(begin: () => Promise<Started>): Promise<Started | OffloadError> {
  try {
    return await begin();
  } catch (error) {
    if (error instanceof OffloadError) return error;
    throw error;
  }
}

const resultOf = ({ session }: Engine, { workflowId, runId }: RunRef): Promise<ChangeResult> =>
  unwrap(session.client.workflow.getHandle<() => Promise<ChangeResult>>(workflowId, runId).result());

async function endOf(result: () => Promise<ChangeResult>): Promise<Pick<Disturbed, 'result' | 'outcome'>> {
  try {
    const end = await result();
    return { result: end, outcome: end.outcome };
  } catch (error) {
    if (!(error instanceof OffloadError)) throw error;
    return { result: null, outcome: `error: ${error.type}` };
  }
}

/** For runs that nothing disturbs: they must come to their end on a machine that has other work. */
const patient = ({ waves }: DrawnRun): WaveSettings => ({ ...waves, confirmSeconds: 60 });

/** Takes a run back; says how that ended. */
async function rollBack({ session }: Engine, target: Target, run: RunRef, drawn: DrawnRun): Promise<string> {
  const input = { pool: target.pool.name, poolRef: target.poolRef, run, waves: patient(drawn) };
  const { outcome } = await endOf(async () => unwrap((await startRollback(session, input)).result()));
  return outcome;
}
