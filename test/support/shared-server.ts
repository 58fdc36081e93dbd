import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { joinLocalServer, type LocalServer } from '../../temporal/local-server';

interface SharedServer {
  readonly server: LocalServer;
  readonly folder: string;
}

let shared: SharedServer | null = null;

/** Starts the one server of a test run and bundles the workflows once; test processes find both in the environment. */
export async function startSharedServer(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'xen-offload-test-'));
  const bundle = path.join(folder, 'workflows.js');
  const [server] = await Promise.all([joinLocalServer({ stateDir: folder, progress: tell }), writeBundle(bundle)]);
  shared = { server, folder };
  process.env.XEN_OFFLOAD_TEST_ADDRESS = server.address;
  process.env.XEN_OFFLOAD_TEST_WEB_UI = server.uiUrl;
  process.env.XEN_OFFLOAD_WORKFLOW_BUNDLE = bundle;
}

export async function stopSharedServer(): Promise<void> {
  if (shared === null) return;
  await shared.server.leave();
  await rm(shared.folder, { recursive: true, force: true });
}

async function writeBundle(file: string): Promise<void> {
  const workflowsPath = path.join(__dirname, '../../workflows/index.ts');
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') });
  await writeFile(file, code);
}

const tell = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
