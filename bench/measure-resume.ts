import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Engine } from '../chaos/engine';
import { findPool, startRemediation, startRollback } from '../client/start-run';
import type { Session } from '../client/session';
import type { ChangeResult, HostEnd } from '../domain/pool-run';
import type { PoolRef } from '../domain/run';
import { startSimulator, type Simulator } from '../lab/simulated/start-simulator';
import { historyEvents } from '../temporal/history-events';
import { eventMs } from './measure-history';
import { waves } from './measure-pool';
import { seconds, type Figure } from './print-figures';

const pool = 'bench';
/** Canary, 1, 2, 4, then a wave of 8, then the coordinator. */
const hosts = 17;

/** Kills worker, then server and worker, with SIGKILL in the middle of a wave of 8, and measures how the hosts go on. */
export async function measureResume(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'xen-offload-bench-'));
  const simulator = await startSimulator({ directory: path.join(folder, 'simulated'), hosts, seed: 'resume' });
  const access = { coordinator: simulator.coordinatorAddress, sshConfig: simulator.sshConfigFile };
  await writeFile(path.join(folder, `${pool}.json`), JSON.stringify(access));
  const engine = await Engine.start(folder, false);
  try {
    const figures: Figure[] = [];
    for (const what of ['worker', 'server'] as const) figures.push(...(await killInWave(engine, simulator, what)));
    return figures;
  } finally {
    await engine.stop();
    await simulator.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Hosts of the wave of 8, numbered from 1. */
const wave = [10, 11, 12, 13, 14, 15, 16, 17].map((number) => `sim-${String(number)}`);
/** Executions of a host before it is confirmed: inspect, detect, hold, apply live. */
const beforeConfirmation = 4;

/** Holds every host of the wave up between its change and its confirmation. */
function holdUp({ faults }: Simulator): void {
  for (const host of wave) faults.add({ kind: 'host-slow', host, delayMs: 10_000, skip: beforeConfirmation, times: 1 });
}

async function isHeldUp({ faults }: Simulator): Promise<void> {
  while (Object.values(faults.fired()).reduce((sum, count) => sum + count, 0) < wave.length) await sleep(20);
}

async function killInWave(engine: Engine, simulator: Simulator, what: 'worker' | 'server'): Promise<readonly Figure[]> {
  const { poolRef } = await findPool(engine.session, pool);
  holdUp(simulator);
  const { workflowId, firstExecutionRunId: runId } = await startRemediation(engine.session, {
    pool,
    poolRef,
    policy: { kind: 'classic' },
    scope: 'both',
    selection: { only: [], exclude: [] },
    waves,
    captureSeconds: 1,
    needsApproval: false,
    measure: null,
  });
  await isHeldUp(simulator);
  const killedMs = Date.now();
  await engine.killAndReplace(what);
  const servingMs = Date.now();
  const handle = engine.session.client.workflow.getHandle<() => Promise<ChangeResult>>(workflowId, runId);
  const { outcome, hosts: ends } = await handle.result();
  const goesOn = await Promise.all(ends.map((end) => goesOnMs(engine.session, end, killedMs, servingMs)));
  const inFlight = goesOn.flatMap((ms) => ms ?? []);
  simulator.faults.clear();
  await rollBack(engine.session, poolRef, { workflowId, runId });
  return [
    [`${what} killed: hosts in flight`, String(inFlight.length)],
    ['  killed until the next worker serves', seconds(servingMs - killedMs)],
    ['  from then until the last of them goes on', seconds(Math.max(0, ...inFlight))],
    [
      '  final state',
      `${outcome}, ${String(ends.filter((end) => end.outcome === 'done').length)} of ${String(ends.length)} done`,
    ],
  ];
}

/** How long after the new worker a host's own run goes on; null for one that had ended, or had not begun, when it was killed. */
async function goesOnMs(
  { client }: Session,
  { run }: HostEnd,
  killedMs: number,
  servingMs: number,
): Promise<number | null> {
  if (run === null) return null;
  const times = (await historyEvents(client, run)).map(({ eventTime }) => eventMs(eventTime));
  const isInFlight = times.some((ms) => ms < killedMs) && times.some((ms) => ms > killedMs);
  const next = times.find((ms) => ms > servingMs);
  return isInFlight && next !== undefined ? next - servingMs : null;
}

async function rollBack(session: Session, poolRef: PoolRef, run: { workflowId: string; runId: string }): Promise<void> {
  const back = await startRollback(session, { pool, poolRef, run, waves });
  await back.result();
}
