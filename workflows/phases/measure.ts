import { CancellationScope, isCancellation } from '@temporalio/workflow';
import type { PoolInventory } from '../../domain/inventory';
import { limits } from '../../domain/limits';
import type { RemediateInput } from '../../domain/pool-run';
import type { HostRef } from '../../domain/run';
import {
  findRoute,
  notMeasured,
  throughputPort,
  type Measurement,
  type Route,
  type Throughput,
} from '../../domain/throughput';
import { optional } from '../activity-proxies';
import { errorFacts, workflowFailure } from '../failure';
import type { RunProgress } from '../run-progress';
import type { PoolChange } from './pool-change';
import { isCancelled } from './waves';

/** Where a run is to measure; null for nowhere, as in a run that an earlier version began. Throws WrongUsage. */
export function chooseRoute({ measure: wish }: RemediateInput, { hosts }: PoolInventory): Route | null {
  if (wish == null) return null;
  const { route, problem } = findRoute(hosts, wish);
  if (problem !== null) throw workflowFailure({ type: 'WrongUsage', message: `--measure: ${problem}` });
  return route;
}

/** Measures throughput where the run was asked to. Never fails: what kept it from measuring is the answer. */
export async function measure({ pool, route }: PoolChange, progress: RunProgress): Promise<Throughput | null> {
  if (route === null) return null;
  const { from, to } = route;
  if (isCancelled()) return { from: from.name, to: to.name, ...notMeasured('the run was cancelled') };
  progress.enter('measure');
  return { from: from.name, to: to.name, ...(await measureOnce(pool, route)) };
}

const port = throughputPort;
const seconds = limits.throughputSeconds;
const patienceSeconds = limits.throughputPatienceSeconds;
/** A client may call at the end of its patience, and then hang for as long again. */
const serveSeconds = seconds + 2 * patienceSeconds;

/** One host listens while the other one sends: when that has ended, so has listening; without a listener nobody sends. */
async function measureOnce(pool: string, { from, to, address }: Route): Promise<Measurement> {
  const [listening, sending] = [new CancellationScope(), new CancellationScope()];
  const { serveThroughput } = optional(`${to.name}: iperf3 listens`);
  const { measureThroughput } = optional(`${from.name}: iperf3 to ${address}`);
  const whyNotListened = listening
    .run(() => serveThroughput({ pool, host: to, port, seconds: serveSeconds }))
    .then(() => null)
    .catch((error: unknown) => {
      if (isCancellation(error)) return null;
      sending.cancel();
      return inWords(to, error);
    });
  const sent = await sending
    .run(() => measureThroughput({ pool, host: from, address, port, seconds, patienceSeconds }))
    .catch((error: unknown) => notMeasured(inWords(from, error)));
  listening.cancel();
  const problem = await whyNotListened;
  return sent.why === null || problem === null ? sent : notMeasured(problem);
}

const inWords = ({ name }: HostRef, error: unknown): string => `${name}: ${errorFacts(error, name).message}`;
