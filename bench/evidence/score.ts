import type { PifUuid } from '../../domain/ids';
import type { Pif, PoolInventory } from '../../domain/inventory';
import type { PoolVerdicts } from '../../domain/judge-pool';
import { nameOf } from '../../domain/senders';
import { isFinding, type Verdict } from '../../domain/verdict';
import type { Truth } from './truth';

/** How many of those there were to find, or to leave alone, and how many were found, or accused. */
export interface Tally {
  readonly all: number;
  readonly hit: number;
}

/** How right the verdicts on one pool are. */
export interface Score {
  /** NICs that send damage and can be found, and those found. */
  readonly senders: Tally;
  /** NICs that do not send damage, and those accused of it all the same. */
  readonly innocents: Tally;
  /** Those that are told that they may, or as the host of a program that does: named, and not changed. */
  readonly doubted: Tally;
  /** NICs of pools without a fault, and those of which anything is said. */
  readonly healthy: Tally;
  /** NICs that policy `evidence` changes, and those of them that send damage. */
  readonly changes: Tally;
  /** NICs that damage what they receive and can be found, and those suspected. */
  readonly receivers: Tally;
  /** NICs that receive well, and those suspected all the same. */
  readonly goodReceivers: Tally;
  /** Senders outside the pool that can be found, and those whose damage is told at a NIC that receives it. */
  readonly outside: Tally;
  /** Innocent NICs, and those that `grep incorrect` complains of. */
  readonly grep: Tally;
  /** What went wrong, in sentences. */
  readonly wrong: readonly string[];
}

/** What was concluded of one pool, by the judge and by the recipe. */
export interface Conclusions {
  readonly verdicts: PoolVerdicts;
  /** NICs that policy `evidence` changes. */
  readonly changed: ReadonlySet<PifUuid>;
  /** NICs that `grep incorrect` complains of. */
  readonly complained: ReadonlySet<PifUuid>;
}

const shownCharacters = 160;

/** Compares conclusions with the truth. */
export function scoreOf(truth: Truth, inventory: PoolInventory, { verdicts, changed, complained }: Conclusions): Score {
  const all = inventory.pifs.filter(({ uuid }) => verdicts.has(uuid));
  const is = (verdict: Verdict, { uuid }: Pick<Pif, 'uuid'>): boolean => verdicts.get(uuid)?.verdict === verdict;
  const told = (pif: Pif): string => {
    const verdict = verdicts.get(pif.uuid);
    return `${nameOf(pif, inventory)} (${pif.kind}): ${verdict?.verdict ?? 'no verdict'}, ${(verdict?.because ?? '').slice(0, shownCharacters)}`;
  };
  const findable = inventory.pifs.filter(({ uuid }) => truth.findable.has(uuid));
  const innocents = all.filter(({ uuid }) => !truth.guilty.has(uuid));
  const accused = innocents.filter((pif) => is('sends-damage', pif));
  const doubted = innocents.filter((pif) => is('may-send-damage', pif) || is('faulty-sender', pif));
  const isFaulty = truth.guilty.size > 0 || truth.receiver !== null || truth.outside !== null;
  const healthy = isFaulty ? [] : all;
  const disturbed = healthy.filter(({ uuid }) => isFinding(verdicts.get(uuid)?.verdict ?? 'healthy'));
  const missed = findable.filter((pif) => !is('sends-damage', pif));
  const faulty = inventory.pifs.filter(({ uuid }) => truth.receiver?.findable === true && truth.receiver.nic === uuid);
  const unsuspected = faulty.filter((pif) => !is('suspect-receiver', pif));
  const good = all.filter(({ uuid }) => uuid !== truth.receiver?.nic);
  const suspected = good.filter((pif) => is('suspect-receiver', pif));
  const stranger = truth.outside?.heardDamagedAt ?? [];
  const untold = stranger.length > 0 && !stranger.some((uuid) => is('receives-damage', { uuid }));
  return {
    senders: { all: findable.length, hit: findable.length - missed.length },
    innocents: { all: innocents.length, hit: accused.length },
    doubted: { all: innocents.length, hit: doubted.length },
    healthy: { all: healthy.length, hit: disturbed.length },
    changes: { all: changed.size, hit: [...changed].filter((uuid) => truth.guilty.has(uuid)).length },
    receivers: { all: faulty.length, hit: faulty.length - unsuspected.length },
    goodReceivers: { all: good.length, hit: suspected.length },
    outside: { all: Math.min(1, stranger.length), hit: stranger.length > 0 && !untold ? 1 : 0 },
    grep: { all: innocents.length, hit: innocents.filter(({ uuid }) => complained.has(uuid)).length },
    wrong: [
      ...missed.map((pif) => `missed sender ${told(pif)}`),
      ...accused.map((pif) => `false alarm ${told(pif)}`),
      ...disturbed
        .filter((pif) => !is('sends-damage', pif))
        .map((pif) => `false alarm in a pool without a fault ${told(pif)}`),
      ...unsuspected.map((pif) => `missed receiver ${told(pif)}`),
      ...suspected.map((pif) => `wrongly suspected ${told(pif)}`),
      ...(untold ? [`missed stranger ${truth.outside?.mac ?? ''}`] : []),
    ],
  };
}

export const addUp = (tallies: readonly Tally[]): Tally => ({
  all: tallies.reduce((sum, { all }) => sum + all, 0),
  hit: tallies.reduce((sum, { hit }) => sum + hit, 0),
});
