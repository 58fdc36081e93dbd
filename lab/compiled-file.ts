import path from 'node:path';

/** Where the source tree or, when compiled, dist/ begins. */
const top = path.join(__dirname, '..');

/** A file of dist/, also when the code that asks runs from source: processes of their own are started from there. */
export const compiledFile = (...names: readonly string[]): string =>
  path.join(top, ...(__filename.endsWith('.ts') ? ['dist'] : []), ...names);
