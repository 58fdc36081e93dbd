import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { megabytes, seconds, type Figure } from './print-figures';

const reportSchema = z.object({
  summary: z.object({ hosts: z.number(), remoteCommands: z.number(), xeWrites: z.number(), seconds: z.number() }),
});

/** What `npm start` runs, as a process of its own in an empty state folder. The server's binary is taken as found. */
export async function measureStart(): Promise<readonly Figure[]> {
  const stateHome = await mkdtemp(path.join(tmpdir(), 'xen-offload-bench-'));
  const main = path.join(__dirname, '../client/main.js');
  const started = performance.now();
  const child = spawn(process.execPath, [main, 'remediate', 'simulated', '--fresh', '--policy', 'classic', '--json'], {
    env: { ...process.env, XDG_STATE_HOME: stateHome },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const memory = watchMemory(child.pid);
  const [answer] = await Promise.all([text(child.stdout), once(child, 'close')]);
  const wallMs = performance.now() - started;
  await rm(stateHome, { recursive: true, force: true });
  const { summary } = reportSchema.parse(JSON.parse(answer));
  return [
    ['exit code', String(child.exitCode)],
    ['wall time', seconds(wallMs)],
    ['of it the run', `${summary.seconds.toFixed(1)} s`],
    [
      'SSH executions, a host',
      `${String(summary.remoteCommands)}, ${(summary.remoteCommands / summary.hosts).toFixed(1)}`,
    ],
    ['xe writes', String(summary.xeWrites)],
    ['peak memory of client and worker', megabytes(memory.peak())],
  ];
}

/** Peak resident memory of a process, as Linux keeps it; 0 elsewhere. */
function watchMemory(pid: number | undefined): { peak: () => number } {
  let peakBytes = 0;
  const timer = setInterval(() => {
    void readFile(`/proc/${String(pid)}/status`, 'utf8')
      .then((status) => {
        const kilobytes = Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0);
        peakBytes = Math.max(peakBytes, kilobytes * 1_024);
      })
      .catch(() => undefined);
  }, 100);
  return {
    peak: () => {
      clearInterval(timer);
      return peakBytes;
    },
  };
}
