import { z } from 'zod';
import { OffloadError } from '../../domain/errors';
import { notMeasured, type Measurement } from '../../domain/throughput';

const failure = z.object({ error: z.string() });

/** The same in iperf3 3.1 and 3.12; only Linux counts retransmits. */
const success = z.object({
  end: z.object({
    sum_sent: z.object({ retransmits: z.number().optional() }),
    sum_received: z.object({ bits_per_second: z.number() }),
  }),
});

/**
 * Reads what `iperf3 --client --json` printed. Where it could not measure, that is the answer.
 * @param target what it was to connect to, for people
 * @throws OutputNotUnderstood
 */
export function readIperf3(text: string, target: string): Measurement {
  const answer = text.trim() === '' ? { error: stopped } : parsed(text);
  const failed = failure.safeParse(answer);
  if (failed.success) return notMeasured(inWords(failed.data.error.replace(/^error - /, ''), target));
  const measured = success.safeParse(answer);
  if (!measured.success) throw notUnderstood(measured.error);
  const { sum_sent: sent, sum_received: received } = measured.data.end;
  return {
    megabitsPerSecond: Math.round(received.bits_per_second / 100_000) / 10,
    resent: sent.retransmits ?? null,
    why: null,
  };
}

/** What 3.12 says when its time is up; 3.1 says nothing. */
const stopped = 'interrupt - the client has terminated';

/** Nobody listens: refused. A firewall answers otherwise, or not at all. */
function inWords(error: string, target: string): string {
  if (error === stopped) return `no answer from ${target} in time; ${firewall}`;
  const [, reason] = /^unable to connect to server: (.*)$/s.exec(error) ?? [];
  if (reason === undefined) return `iperf3 to ${target}: ${error}`;
  const said = `no connection to ${target}: ${reason}`;
  return reason === 'Connection refused' ? said : `${said}; ${firewall}`;
}

const firewall = 'the usual reason is the firewall of its dom0, which keeps iperf3 out';

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw notUnderstood(error);
  }
}

const notUnderstood = (cause: unknown): OffloadError =>
  new OffloadError({ type: 'OutputNotUnderstood', message: 'iperf3 printed no JSON of a kind known here' }, { cause });
