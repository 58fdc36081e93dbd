import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const source = path.join(__dirname, 'call.sh');

/** Puts the stand-in script into a file of its own, to be run by the given bash whatever PATH says. */
export function writeCallScript(file: string, bash: string): void {
  const [, ...lines] = readFileSync(source, 'utf8').split('\n');
  writeFileSync(file, [`#!${bash}`, ...lines].join('\n'));
  chmodSync(file, 0o755);
}
