import { readdirSync, readFileSync } from 'node:fs';

const tokenPattern = /(?:^|\0)XEN_STANDIN_TOKEN=([^\0]*)/;

/**
 * Processes whose environment holds one of the tokens, as every process of a host inherits it. None but on Linux.
 * @internal exported for its test
 */
export function hostProcesses(tokens: ReadonlySet<string>): number[] {
  return processIds().filter((pid) => {
    const token = tokenPattern.exec(environmentOf(pid))?.[1];
    return token !== undefined && tokens.has(token);
  });
}

/** Ends every process that hosts with these tokens have started, detached ones included. */
export function endHostProcesses(tokens: ReadonlySet<string>): void {
  for (const pid of hostProcesses(tokens)) {
    if (pid === process.pid) continue;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  }
}

function processIds(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${String(pid)}/environ`, 'latin1');
  } catch {
    return '';
  }
}
