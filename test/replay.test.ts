import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { temporal } from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import { logToFile } from '../worker/logging';

const folder = path.join(__dirname, 'histories');
const shapes = readdirSync(folder);
const historyOf = (file: string): temporal.api.history.v1.History =>
  temporal.api.history.v1.History.decode(gunzipSync(readFileSync(path.join(folder, file))));

const replay = (history: unknown): Promise<void> =>
  Worker.runReplayHistory({ workflowBundle: { codePath: process.env.XEN_OFFLOAD_WORKFLOW_BUNDLE ?? '' } }, history);

const logs = mkdtempSync(path.join(tmpdir(), 'xen-offload-replay-'));
beforeAll(() => {
  logToFile(path.join(logs, 'worker.log'));
});
afterAll(() => {
  rmSync(logs, { recursive: true, force: true });
});

test.each(shapes)('a run in flight goes on after an update of this program: %s', async (file) => {
  await expect(replay(historyOf(file))).resolves.toBeUndefined();
});

test('a history that the workflows would not have made is found out', async () => {
  const history = historyOf(shapes.find((shape) => shape.includes('remediate-host-done')) ?? '');
  const scheduled = history.events.find((event) => event.activityTaskScheduledEventAttributes != null);
  Object.assign(scheduled?.activityTaskScheduledEventAttributes?.activityType ?? {}, { name: 'applyLive' });

  await expect(replay(history)).rejects.toThrow();
});
