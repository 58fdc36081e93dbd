import { EventEmitter, once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { Turns } from '../../ssh/turns';

test('only so many tasks run at once, the others in the order they came, and each gets its result', async () => {
  const turns = new Turns(2);
  const started: number[] = [];
  const gates = [0, 1, 2, 3].map(() => new EventEmitter());
  const results = gates.map((gate, index) =>
    turns.take(async () => {
      const opened = once(gate, 'open');
      started.push(index);
      await opened;
      return index;
    }),
  );

  await setImmediate();
  expect(started).toEqual([0, 1]);

  gates[1]?.emit('open');
  await results[1];
  await setImmediate();
  expect(started).toEqual([0, 1, 2]);
  expect(turns.areTaken()).toBe(true);

  gates[0]?.emit('open');
  gates[2]?.emit('open');
  await results[2];
  await setImmediate();
  gates[3]?.emit('open');
  expect(await Promise.all(results)).toEqual([0, 1, 2, 3]);
  expect(turns.areTaken()).toBe(false);
});

test('a task that fails gives its turn to the next', async () => {
  const turns = new Turns(1);
  const failed = turns.take(() => Promise.reject(new Error('gone')));
  const next = turns.take(() => Promise.resolve('done'));

  await expect(failed).rejects.toThrow('gone');
  expect(await next).toBe('done');
  expect(turns.areTaken()).toBe(false);
});
