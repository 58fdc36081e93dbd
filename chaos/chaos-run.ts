import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findPool, startRemediation, startRollback, unwrap } from '../client/start-run';
import { OffloadError } from '../domain/errors';
import type { ChangeResult, RunRef } from '../domain/pool-run';
import type { PoolRef } from '../domain/run';
import type { FaultKind } from '../lab/standin/faults/fault';
import { startSimulator, type Simulator } from '../lab/simulated/start-simulator';
import { Chance } from './chance';
import { drawFault } from './draw-fault';
import { drawRun, type DrawnRun } from './draw-run';
import { dumpPool } from './dump-pool';
import type { Engine } from './engine';
import { judge, type Judged } from './judge';
import { poolParts } from './pool-parts';

type Parts = ReadonlyMap<string, string>;

/** What one run came to. */
export interface ChaosRun {
  readonly seed: string;
  readonly outcome: string;
  /** Kinds of the faults that were armed, and of those that struck, kills included. */
  readonly injected: readonly string[];
  readonly fired: readonly string[];
  readonly judged: readonly Judged[];
  /** Parts that a rollback had to finish; `notBack` names those which it did not bring back. */
  readonly finished: number;
  readonly notBack: readonly string[];
}

/** States that a run without faults leads to, by pool and wish: what "exactly as planned" means. */
type Planned = Map<string, Parts>;

/** Draws one run from its seed, carries it out on a new simulated pool, and judges what it says by what is there. */
export async function chaosRun(engine: Engine, folder: string, seed: string, known: Planned): Promise<ChaosRun> {
  const chance = new Chance(seed);
  const drawn = drawRun(chance);
  const planned = await plannedParts(engine, folder, drawn, known);
  return withPool(engine, folder, drawn.hosts, async (pool) => {
    const { simulator } = pool;
    const before = await look(simulator);
    const kinds = armFaults(chance, drawn, simulator);
    const { result, run, outcome, fired, killed } = await disturbedRun(engine, pool, drawn, kinds);
    const judged = judge(before, planned, await look(simulator), result);
    const unfinished = judged.filter(({ verdict }) => verdict === 'unfinished');
    if (unfinished.length > 0 && run !== null) await rollBack(engine, pool, run, drawn);
    const back = unfinished.length === 0 ? before : await look(simulator);
    return {
      seed,
      outcome,
      injected: [...kinds.values(), ...(drawn.kill === null ? [] : [`kill-${drawn.kill.what}`])],
      fired: [...fired, ...killed],
      judged,
      finished: unfinished.length,
      notBack: unfinished.filter(({ part }) => back.get(part) !== before.get(part)).map(({ part }) => part),
    };
  });
}

/** A pool of one run: its name is that of its folder, since workers remember how a name is reached. */
interface ChaosPool {
  readonly name: string;
  readonly poolRef: PoolRef;
  readonly simulator: Simulator;
}

async function withPool<T>(engine: Engine, folder: string, hosts: number, use: (pool: ChaosPool) => Promise<T>) {
  const directory = await mkdtemp(path.join(folder, 'pool-'));
  const name = path.basename(directory);
  const simulator = await startSimulator({ directory, hosts, seed: `chaos-${String(hosts)}`, vifsPerHost: 2 });
  try {
    const access = { coordinator: simulator.coordinatorAddress, sshConfig: simulator.sshConfigFile };
    await writeFile(`${directory}.json`, JSON.stringify(access));
    const { poolRef } = await findPool(engine.session, name);
    return await use({ name, poolRef, simulator });
  } finally {
    await simulator.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

const look = async (simulator: Simulator): Promise<Parts> =>
  poolParts(await dumpPool(simulator.sshConfigFile, simulator.hosts), simulator.database().xapi);

async function plannedParts(engine: Engine, folder: string, drawn: DrawnRun, known: Planned): Promise<Parts> {
  const key = JSON.stringify([drawn.hosts, drawn.policy, drawn.scope]);
  const before = known.get(key);
  if (before !== undefined) return before;
  const parts = await withPool(engine, folder, drawn.hosts, async (pool) => {
    const { outcome } = await (await start(engine, pool, drawn)).result();
    if (outcome !== 'done') throw new Error(`a run without faults ended ${outcome}`);
    return look(pool.simulator);
  });
  known.set(key, parts);
  return parts;
}

/** Arms the drawn faults; their kinds by id. */
function armFaults(chance: Chance, { faults }: DrawnRun, simulator: Simulator): ReadonlyMap<string, FaultKind> {
  const { pifs } = simulator.database().xapi;
  const [host, ...hosts] = simulator.hosts.map(({ name }) => name);
  const [pif, ...morePifs] = pifs.filter(({ physical }) => physical).map(({ uuid }) => uuid);
  if (host === undefined || pif === undefined) throw new Error('a pool without hosts or NICs');
  const plans = Array.from({ length: faults }, () => drawFault(chance, [host, ...hosts], [pif, ...morePifs]));
  return new Map(plans.map((plan) => [simulator.faults.add(plan), plan.kind]));
}

const start = ({ session }: Engine, { name, poolRef }: ChaosPool, { policy, scope, waves }: DrawnRun) =>
  startRemediation(session, {
    pool: name,
    poolRef,
    policy,
    scope,
    selection: { only: [], exclude: [] },
    waves,
    captureSeconds: 1,
    needsApproval: false,
  });

interface Disturbed {
  readonly result: ChangeResult | null;
  readonly run: RunRef | null;
  readonly outcome: string;
  readonly fired: readonly string[];
  readonly killed: readonly string[];
}

async function disturbedRun(
  engine: Engine,
  pool: ChaosPool,
  drawn: DrawnRun,
  kinds: ReadonlyMap<string, FaultKind>,
): Promise<Disturbed> {
  const { faults } = pool.simulator;
  let fired: readonly string[] | null = null;
  const clear = (): readonly string[] => {
    fired ??= [...kinds].flatMap(([id, kind]) => ((faults.fired()[id] ?? 0) > 0 ? [kind] : []));
    faults.clear();
    return fired;
  };
  const hangs = [...kinds.values()].includes('call-hangs');
  const timer = hangs ? setTimeout(clear, drawn.clearAfterMs) : undefined;
  try {
    const started = await startedOr(() => start(engine, pool, drawn));
    if (started instanceof OffloadError) {
      return { result: null, run: null, outcome: `refused: ${started.type}`, fired: clear(), killed: [] };
    }
    const run = { workflowId: started.workflowId, runId: started.firstExecutionRunId };
    const killed = await killOnce(engine, run, drawn);
    const { result, outcome } = await endOf(() => resultOf(engine, run));
    return { result, run, outcome, fired: clear(), killed };
  } finally {
    clearTimeout(timer);
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

/** Kills what was drawn, at its moment, unless the run has ended by then. */
async function killOnce(engine: Engine, run: RunRef, { kill }: DrawnRun): Promise<readonly string[]> {
  if (kill === null) return [];
  await sleep(kill.afterMs);
  const { status } = await engine.session.client.workflow.getHandle(run.workflowId, run.runId).describe();
  if (status.name !== 'RUNNING') return [];
  await engine.killAndReplace(kill.what);
  return [`kill-${kill.what}`];
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

async function rollBack(
  { session }: Engine,
  { name, poolRef }: ChaosPool,
  run: RunRef,
  { waves }: DrawnRun,
): Promise<void> {
  await endOf(async () => unwrap((await startRollback(session, { pool: name, poolRef, run, waves })).result()));
}
