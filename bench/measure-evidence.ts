import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { makeHostPrograms } from './evidence/host-programs';
import { judgeDrawnPool, type JudgedPool } from './evidence/judge-drawn-pool';
import { addUp, type Score, type Tally } from './evidence/score';
import { seconds, type Figure } from './print-figures';

export interface EvidenceSize {
  readonly pools: number;
  /** The seed of the first pool; the others follow on, so that any one can be drawn again alone. */
  readonly seed: number;
}

/** How often the judge finds who damages packets, and how often it accuses others, over random pools with planted faults. */
export async function measureEvidence({ pools, seed }: EvidenceSize): Promise<readonly Figure[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'xen-offload-bench-'));
  const started = performance.now();
  try {
    const programs = makeHostPrograms(folder);
    const judged: JudgedPool[] = [];
    for (let next = seed; next < seed + pools; next += 1) judged.push(await judgeDrawnPool(next, folder, programs));
    return [...evidenceRows(judged), ['wall time', seconds(performance.now() - started)]];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function evidenceRows(judged: readonly JudgedPool[]): readonly Figure[] {
  const sum = (of: (pool: JudgedPool) => number): number => judged.reduce((all, pool) => all + of(pool), 0);
  const tally = (of: (score: Score) => Tally): string => {
    const { all, hit } = addUp(judged.map(of));
    return `${String(hit)} of ${String(all)}`;
  };
  const findable = sum(({ senders, receivers, outside }) => senders.all + receivers.all + outside.all);
  return [
    ['pools, hosts, NICs captured on', [judged.length, sum(({ hosts }) => hosts), sum(({ nics }) => nics)].join(', ')],
    ['faults planted, of them to be found', `${String(sum(({ planted }) => planted))}, ${String(findable)}`],
    ['NICs that send damage: found', tally(({ senders }) => senders)],
    ['NICs that send none: accused', tally(({ innocents }) => innocents)],
    ['  told that they may, or their host', tally(({ doubted }) => doubted)],
    ['  by `tcpdump -v -nn | grep incorrect`', tally(({ grep }) => grep)],
    ['NICs of pools without a fault: anything said', tally(({ healthy }) => healthy)],
    ['NICs that policy `evidence` changes: send damage', tally(({ changes }) => changes)],
    ['NICs that damage what they receive: suspected', tally(({ receivers }) => receivers)],
    ['NICs that receive well: suspected', tally(({ goodReceivers }) => goodReceivers)],
    ['senders outside the pool: told where received', tally(({ outside }) => outside)],
    ...judged.flatMap(({ seed, fault, wrong }) =>
      wrong.map((what): Figure => [`wrong: --seed ${String(seed)} --pools 1`, `${fault}: ${what}`]),
    ),
  ];
}
