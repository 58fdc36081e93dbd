import { existsSync } from 'node:fs';
import path from 'node:path';
import { replaceFile } from './state-files';

export interface WriteBehind {
  /** The state is no longer what the file says. */
  readonly changed: () => void;
  /** Writes what is not written yet; nothing where the directory was removed, since then nobody wants it. */
  readonly flush: () => void;
}

const delayMs = 100;
/** Saving takes at most this share of the time, however large the state is. */
const savingShare = 0.1;

/** Keeps a file up to date with a state that changes often: soon after a change, not at every change. */
export function writeBehind(file: string, text: () => string): WriteBehind {
  let timer: NodeJS.Timeout | null = null;
  let lastSavingMs = 0;
  const flush = (): void => {
    if (timer === null) return;
    clearTimeout(timer);
    timer = null;
    if (!existsSync(path.dirname(file))) return;
    const startedMs = performance.now();
    replaceFile(file, text());
    lastSavingMs = performance.now() - startedMs;
  };
  const changed = (): void => {
    timer ??= setTimeout(flush, Math.max(delayMs, lastSavingMs / savingShare));
  };
  return { changed, flush };
}
