import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import path from 'node:path';

/** Makes a folder of programs that is a whole PATH: named ones of this machine, and scripts given as text. */
export function toolFolder(folder: string, named: readonly string[], scripts: Readonly<Record<string, string>>): void {
  mkdirSync(folder, { recursive: true });
  for (const name of named) {
    const found = spawnSync('/bin/sh', ['-c', `command -v "$1"`, 'sh', name], { encoding: 'utf8' }).stdout.trim();
    symlinkSync(found, path.join(folder, name));
  }
  for (const [name, text] of Object.entries(scripts)) {
    writeFileSync(path.join(folder, name), text);
    chmodSync(path.join(folder, name), 0o755);
  }
}
