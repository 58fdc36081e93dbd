import { setTimeout as delay } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import type { Progress } from '../domain/progress';
import type { Output } from './output';
import { progressLines, type ProgressView } from './render/progress';
import { progressList } from './render/progress-list';
import type { Session } from './session';
import { unwrap } from './start-run';

const pollMs = 300;

/** Left by a second Ctrl-C: the run goes on. */
export const leftRunning = Symbol('left running');

/** What following needs of a run's handle. */
export interface FollowedRun<Result> extends Pick<WorkflowHandle, 'query' | 'cancel'> {
  result(): Promise<Result>;
}

/**
 * Waits for a run and shows its progress. Ctrl-C once cancels the run, which undoes what is in flight; twice, or
 * being asked to end (SIGTERM), leaves it to `watch`. In server mode Ctrl-C only stops watching.
 */
export async function followRun<Result>(
  handle: FollowedRun<Result>,
  output: Output,
  onCtrlC: Session['onInterrupt'] = 'cancel',
): Promise<Result | typeof leftRunning> {
  const view = process.stdout.isTTY && !output.json ? await progressList() : progressLines(output.say);
  const ended = new AbortController();
  const left = new Promise<typeof leftRunning>((resolve) => {
    let presses = 0;
    const onInterrupt = (): void => {
      presses += 1;
      if (presses > 1 || onCtrlC === 'leave') {
        resolve(leftRunning);
        return;
      }
      output.say('Cancelling: what is in flight is undone. Ctrl-C again leaves the run to `xen-offload watch`.');
      handle.cancel().catch((error: unknown) => {
        output.say(`could not cancel: ${String(error)}`);
      });
    };
    const onTerminate = (): void => {
      resolve(leftRunning);
    };
    process.on('SIGINT', onInterrupt);
    process.on('SIGTERM', onTerminate);
    ended.signal.addEventListener('abort', () => {
      process.off('SIGINT', onInterrupt);
      process.off('SIGTERM', onTerminate);
    });
  });
  const watching = watchProgress(handle, view, ended.signal);
  try {
    return await Promise.race([unwrap(handle.result()), left]);
  } finally {
    ended.abort();
    await watching;
  }
}

async function watchProgress(
  handle: Pick<WorkflowHandle, 'query'>,
  view: ProgressView,
  ended: AbortSignal,
): Promise<void> {
  const look = async (): Promise<void> => {
    try {
      view.update(await handle.query<Progress>('progress'));
    } catch {
      // A query fails while no worker has the run yet; the next look tells more.
    }
  };
  while (!ended.aborted) {
    await look();
    await delay(pollMs, undefined, { signal: ended }).catch(() => undefined);
  }
  await look();
  view.end();
}
