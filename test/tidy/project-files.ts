import { readdirSync } from 'node:fs';
import path from 'node:path';

export const root = path.join(__dirname, '..', '..');

const notOurs = new Set(['node_modules', 'dist', '.git', 'coverage']);

/** Every file of the project, relative to its root, with forward slashes. */
export function projectFiles(folder = ''): readonly string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const relative = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return notOurs.has(entry.name) ? [] : projectFiles(relative);
    return entry.isFile() ? [relative] : [];
  });
}
