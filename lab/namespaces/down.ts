import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { labFiles } from './lab-files';
import { namespacePrefix } from './names';
import { runIp } from './run-tool';

const namespacesFolder = '/run/netns';
const endPatienceMs = 10_000;
const pollMs = 20;

/**
 * Takes a lab down, or what a crash left of it: every process in its network namespaces, the namespaces, its folder.
 * What it did not make has none of its names and is not touched.
 */
export async function down(lab: string): Promise<void> {
  const namespaces = labNamespaces(lab);
  await endProcesses(namespaces);
  await runIp(namespaces.map((name) => `netns delete ${name}`));
  rmSync(labFiles(lab).folder, { recursive: true, force: true });
}

const labNamespaces = (lab: string): readonly string[] =>
  existsSync(namespacesFolder)
    ? readdirSync(namespacesFolder).filter((name) => name.startsWith(namespacePrefix(lab)))
    : [];

/** Whoever runs in a network namespace that the lab made was started by it, or by somebody who works in it. */
async function endProcesses(namespaces: readonly string[]): Promise<void> {
  const inodes = new Set(namespaces.flatMap((name) => inodeOf(`${namespacesFolder}/${name}`)));
  const deadline = Date.now() + endPatienceMs;
  for (;;) {
    const pids = processIds().filter((pid) =>
      inodeOf(`/proc/${String(pid)}/ns/net`).some((inode) => inodes.has(inode)),
    );
    const others = pids.filter((pid) => pid !== process.pid);
    if (others.length === 0) return;
    if (Date.now() > deadline) throw new Error(`processes of the lab do not end: ${others.join(', ')}`);
    for (const pid of others) end(pid);
    await sleep(pollMs);
  }
}

const processIds = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

/** The number of a file, or none where it is gone. */
function inodeOf(file: string): number[] {
  try {
    return [statSync(file).ino];
  } catch {
    return [];
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}
