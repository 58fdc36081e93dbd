import type { ChecksumCounts, SenderCounts } from '../domain/inspection';
import { limits } from '../domain/limits';
import { notUnderstood } from './not-understood';

/** What a host counted of the packets of one NIC in one direction. */
export interface DirectionCounts {
  readonly counts: ChecksumCounts;
  /** By MAC address; those with most bad packets, then those with most. */
  readonly senders: Readonly<Record<string, SenderCounts>>;
}

const program = 'count_packets';

/**
 * Reads what `count_packets` of activities/shared/packets.sh printed of one direction; all zero where it printed nothing
 * of it.
 * @throws OutputNotUnderstood for a line of another form
 */
export function parsePacketCounts(text: string, direction: 'in' | 'out'): DirectionCounts {
  let counts = { packets: 0, verdicts: 0, bad: 0, badMerged: 0 };
  const senders: (readonly [string, SenderCounts])[] = [];
  const examples: string[] = [];
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const [, kind, of, rest] = /^(packets|sender|example) (in|out) (.+)$/.exec(line) ?? [];
    if (kind === undefined || rest === undefined) throw notUnderstood(program, 'no count', line);
    if (of !== direction) continue;
    if (kind === 'example') examples.push(rest);
    else if (kind === 'packets') counts = totals(rest, line);
    else senders.push(sender(rest, line));
  }
  const loudest = senders.sort(([, a], [, b]) => b.bad - a.bad || b.judged - a.judged).slice(0, limits.captureSenders);
  return { counts: { ...counts, examples }, senders: Object.fromEntries(loudest) };
}

const problemCharacters = 160;

/** Why a capture failed, in tcpdump's words, shortened; null where it did not. */
export function parseCaptureProblem(text: string): string | null {
  const problem = text.trim();
  return problem === '' ? null : problem.slice(0, problemCharacters);
}

function totals(text: string, line: string): Omit<ChecksumCounts, 'examples'> {
  const [, packets, verdicts, bad, badMerged] = /^(\d+) (\d+) (\d+) (\d+)$/.exec(text) ?? [];
  if (badMerged === undefined) throw notUnderstood(program, 'no totals', line);
  return { packets: Number(packets), verdicts: Number(verdicts), bad: Number(bad), badMerged: Number(badMerged) };
}

function sender(text: string, line: string): readonly [string, SenderCounts] {
  const [, mac, judged, bad] = /^([0-9a-f:]{17}) (\d+) (\d+)$/.exec(text) ?? [];
  if (mac === undefined) throw notUnderstood(program, 'no sender', line);
  return [mac, { judged: Number(judged), bad: Number(bad) }];
}
