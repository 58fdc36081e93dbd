import type { HistoryFigures } from './measure-history';
import type { PoolFigures, PoolSize, RunFigures } from './measure-pool';
import { kilobytes, megabytes, seconds, type Figure } from './print-figures';

/** The figures as people read them. */
export const poolRows = ({ size, serverMs, simulatorMs, change, again, rollback }: PoolFigures): readonly Figure[] => [
  ['hosts, VIFs a host', `${String(size.hosts)}, ${String(size.vifsPerHost ?? 4)}`],
  ['simulator start', seconds(simulatorMs)],
  ['server start', seconds(serverMs)],
  ...runRows('change', change, size),
  ...stepRows(change),
  ...runRows('again', again, size),
  ...runRows('rollback', rollback, size),
];

const runRows = (name: string, run: RunFigures, { hosts }: PoolSize): readonly Figure[] => [
  [name, `${run.outcome}, ${seconds(run.wallMs)}`],
  ['  SSH executions, a host', `${String(run.executions)}, ${(run.executions / hosts).toFixed(1)}`],
  ['  SSH connections, a host', `${String(run.connections)}, ${(run.connections / hosts).toFixed(1)}`],
  ['  xe writes, most of one object', `${String(run.xeWrites)}, ${String(run.xeWritesOfOneObject)}`],
  ['  parent history', `${String(run.parent.events)} events`],
  ['  largest payload of the parent', largestPayload([run.parent])],
  ['  largest payload of a host', largestPayload(run.children)],
  ['  report', seconds(run.reportMs)],
  ['  peak memory of worker and client so far', megabytes(run.peakBytes)],
];

/** Where a change spends its time: the phases of the pool, then the steps of a host on average. */
const stepRows = ({ parent, children }: RunFigures): readonly Figure[] => [
  ...['discoverPool', 'inspectHost', 'detectErrors'].map((type): Figure => [
    `  ${type}, first to last`,
    seconds(parent.activityMs.get(type) ?? 0),
  ]),
  ['  hosts changed, first to last', seconds(parent.childrenMs)],
  ...hostSteps.map((type): Figure => [`    ${type}, a host on average`, seconds(averageMs(children, type))]),
];

const hostSteps = ['acquireHost', 'applyLive', 'confirmHost', 'writeStored', 'verifyHost', 'releaseHost'] as const;

function averageMs(histories: readonly HistoryFigures[], type: string): number {
  const times = histories.flatMap(({ activityMs }) => activityMs.get(type) ?? []);
  return times.reduce((sum, ms) => sum + ms, 0) / Math.max(1, times.length);
}

function largestPayload(histories: readonly HistoryFigures[]): string {
  const [largest] = [...histories].sort((a, b) => b.payloadBytesMax - a.payloadBytesMax);
  return largest === undefined ? 'none' : `${kilobytes(largest.payloadBytesMax)} (${largest.payloadMaxAt})`;
}
