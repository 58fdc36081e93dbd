import { PassThrough } from 'node:stream';
import { afterEach, expect, jest, test } from '@jest/globals';
import { limits } from '../../domain/limits';
import { runScript } from '../../ssh/run-script';
import type { Channel, Connection } from '../../ssh/connection';

afterEach(() => {
  jest.useRealTimers();
});

test('a host that is there and never answers keeps nobody: the outcome is unknown, the connection is dropped', async () => {
  jest.useFakeTimers();
  const dropped = jest.fn();
  const running = runScript(silentConnection(dropped), { script: { name: 'probe', text: 'true' }, timeoutSeconds: 60 });
  const answer = expect(running).rejects.toMatchObject({
    type: 'ConnectionLost',
    details: { host: 'xen-01', step: 'probe' },
  });
  await jest.advanceTimersByTimeAsync((60 + limits.answerMarginSeconds) * 1_000 - 1);
  expect(dropped).not.toHaveBeenCalled();
  await jest.advanceTimersByTimeAsync(1);

  await answer;
  expect(dropped).toHaveBeenCalledTimes(1);
});

/** A connection whose keepalives are answered, and nothing else. */
function silentConnection(dropped: () => void): Connection {
  const channel: Channel = Object.assign(new PassThrough(), { stderr: new PassThrough(), close: () => undefined });
  return {
    shown: 'xen-01',
    gone: new AbortController().signal,
    exec: () => Promise.resolve(channel),
    end: () => undefined,
    drop: dropped,
  };
}
