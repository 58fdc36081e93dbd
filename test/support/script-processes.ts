import { readdirSync, readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';

/** Waits until no process of a script is left on this machine: they carry its mark in their environment. */
export async function untilNoneIsLeft(mark: string): Promise<void> {
  const patience = AbortSignal.timeout(20_000);
  while (readdirSync('/proc').some((pid) => /^\d+$/.test(pid) && environmentOf(pid).includes(mark))) {
    patience.throwIfAborted();
    await setImmediate();
  }
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}
