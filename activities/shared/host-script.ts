import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { HostScript } from '../../ssh/script';

/** The shell parts that several scripts share; each is put before the scripts that name it. */
export type ScriptPart = 'features' | 'packets' | 'xapi';

/** Loads a host-side script with the prelude and the parts it needs in front; `file` is the `.sh` beside its activity. */
export function hostScript(file: string, ...parts: readonly ScriptPart[]): HostScript {
  const files = ['prelude', ...parts].map((part) => path.join(__dirname, `${part}.sh`));
  return {
    name: path.basename(file, '.sh'),
    text: [...files, file].map((each) => readFileSync(each, 'utf8')).join('\n'),
  };
}
