/** Builds dist/: JavaScript, the host-side scripts beside it, and the workflow bundle. One line when all went well. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const dist = path.join(root, 'dist');
const require = createRequire(import.meta.url);

/** Folders that keep shell scripts or data beside their code. */
const foldersWithScripts = ['activities', 'bench', 'ssh', 'lab'];

function compile() {
  const { status } = spawnSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(1);
}

async function copyScripts() {
  for (const folder of foldersWithScripts) {
    const files = await readdir(path.join(root, folder), { recursive: true });
    for (const file of files.filter((each) => each.endsWith('.sh'))) {
      const target = path.join(dist, folder, file);
      await mkdir(path.dirname(target), { recursive: true });
      await copyFile(path.join(root, folder, file), target);
    }
  }
}

/** A failure converter is part of a bundle, so there are two: workers that encrypt payloads load the second. */
async function bundleWorkflows() {
  const workflowsPath = path.join(dist, 'workflows', 'index.js');
  const failureConverterPath = path.join(dist, 'temporal', 'encryption', 'failure-converter.js');
  await writeBundle('bundle.js', { workflowsPath });
  await writeBundle('encrypting-bundle.js', { workflowsPath, failureConverterPath });
}

async function writeBundle(name, options) {
  const { bundleWorkflowCode, DefaultLogger } = require('@temporalio/worker');
  const { code } = await bundleWorkflowCode({ ...options, logger: new DefaultLogger('WARN') });
  await writeFile(path.join(dist, 'workflows', name), code);
}

async function makeRunnable() {
  const main = path.join(dist, 'client', 'main.js');
  if (existsSync(main)) await chmod(main, 0o755);
}

const startedMs = performance.now();
await rm(dist, { recursive: true, force: true });
compile();
await copyScripts();
await bundleWorkflows();
await makeRunnable();
console.log(`built dist/ in ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
