import { clockSkewSeconds, type Asking } from '../domain/clock-skew';
import { OffloadError, type ErrorFacts } from '../domain/errors';
import type { HostFacts, HostJournal, HostLock, Room } from '../domain/examination';
import { notUnderstood } from './not-understood';
import { onlySection, type Section } from './sections';
import { xeSection } from './xe-section';

/** Reads what examine-host.sh printed; `asking` is when it was run, by the worker's clock. */
export function parseHostFacts(sections: readonly Section[], asking: Asking): HostFacts {
  const lines = (name: string): readonly string[] => linesOf(onlySection(sections, name));
  const nowSeconds = wholeNumber(lines('clock')[0]);
  return {
    installationUuid: lines('installation-uuid')[0] ?? null,
    userId: wholeNumber(lines('user')[0]),
    missingTools: lines('missing'),
    versions: { ethtool: version(lines('ethtool-version')), tcpdump: version(lines('tcpdump-version')) },
    clockSkewSeconds: clockSkewSeconds(nowSeconds, asking),
    lock: lock(lines('lock'), nowSeconds),
    journals: lines('journals').map(journal),
    room: { memory: room(lines('memory-room')), temporary: room(lines('temporary-room')) },
    xapi: xapiError(sections),
  };
}

const linesOf = ({ text }: Section): readonly string[] => text.split('\n').filter((line) => line !== '');

function wholeNumber(text: string | undefined): number {
  if (text !== undefined && /^\d{1,12}$/.test(text)) return Number(text);
  throw notUnderstood('host script', 'not a whole number', text);
}

/** `ethtool version 4.19`, `tcpdump version 3.9.4`: the first line that tells one, whatever stands before it. */
const version = (lines: readonly string[]): string | null =>
  /\bversion (\S+)/.exec(lines.find((line) => /\bversion \d/.test(line)) ?? '')?.[1] ?? null;

/** Lines `held`, `run RUN`, `expires SECONDS`: the files of the lock that are there. */
function lock(lines: readonly string[], nowSeconds: number): HostLock | null {
  if (!lines.includes('held')) return null;
  const value = (name: string): string =>
    lines.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? '';
  const expires = Number(value('expires'));
  return { run: value('run'), secondsLeft: expires > 0 ? expires - nowSeconds : null };
}

function journal(line: string): HostJournal {
  const [deadManSwitch, ...run] = line.split(' ');
  if (deadManSwitch !== 'armed' && deadManSwitch !== 'fired' && deadManSwitch !== 'none') {
    throw notUnderstood('host script', 'not a journal', line);
  }
  return { run: run.join(' '), deadManSwitch };
}

/** `writable` or not, and what df says. */
function room(lines: readonly string[]): Room {
  const free = lines.find((line) => /^\d+$/.test(line));
  return { writable: lines.includes('writable'), freeKilobytes: free === undefined ? null : Number(free) };
}

function xapiError(sections: readonly Section[]): ErrorFacts | null {
  try {
    const [pool] = xeSection(sections, 'pool', ['master', 'ha-enabled']);
    return pool === undefined ? notUnderstood('xe pool-list', 'no pool').details : null;
  } catch (error) {
    if (error instanceof OffloadError) return error.details;
    throw error;
  }
}
