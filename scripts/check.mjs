/** Every static check of the project, two at once: a line per check, and the output of those that failed. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const atOnce = 2;
const notSources = new Set(['node_modules', 'dist', '.git', 'coverage']);

const local = (name) => path.join(root, 'node_modules', '.bin', name);

/** The longest first, so that two at once end together. */
const checks = [
  { name: 'eslint', command: local('eslint'), args: ['.', '--max-warnings', '0'] },
  { name: 'types', command: local('tsc'), args: ['--noEmit', '-p', '.'] },
  { name: 'knip', command: local('knip'), args: ['--no-progress'] },
  // What only tests use is dead code too.
  {
    name: 'knip shipped',
    command: local('knip'),
    args: ['--no-progress', '--production', '--include', 'files,exports'],
  },
  { name: 'prettier', command: local('prettier'), args: ['--check', '--log-level', 'warn', '.'] },
  { name: 'shellcheck', command: 'shellcheck', args: await shellScripts(root) },
];

async function shellScripts(folder) {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(
    entries.map((entry) => {
      const full = path.join(folder, entry.name);
      if (entry.isDirectory()) return notSources.has(entry.name) ? [] : shellScripts(full);
      return entry.name.endsWith('.sh') ? [path.relative(root, full)] : [];
    }),
  );
  return found.flat().sort();
}

const isInstalled = (command) =>
  path.isAbsolute(command) ||
  (process.env.PATH ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, command)));

/** Whether the check passed; a missing program is passed over, but never in CI. */
async function run({ name, command, args }) {
  if (!isInstalled(command)) {
    const inCi = process.env.CI === 'true';
    console.log(`${name.padEnd(14)}${inCi ? 'FAILED' : 'skipped'}: ${command} is not installed`);
    return !inCi;
  }
  const startedMs = performance.now();
  const { code, output } = await outputOf(command, args);
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  console.log(`${name.padEnd(14)}${code === 0 ? 'ok' : 'FAILED'} in ${seconds} s`);
  if (code !== 0) console.log(output.trimEnd());
  return code === 0;
}

const outputOf = (command, args) =>
  new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (code) => resolve({ code, output }));
  });

const waiting = [...checks];
let allPassed = true;

async function runInTurn() {
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
    const passed = await run(check);
    allPassed &&= passed;
  }
}

await Promise.all(Array.from({ length: atOnce }, runInTurn));
process.exitCode = allPassed ? 0 : 1;
