import { setTimeout as delay } from 'node:timers/promises';
import type { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import { OffloadError } from '../domain/errors';
import { openConnection } from './connect';
import { isAlive } from './process-identity';
import { registerSearchAttributes } from './register-search-attributes';
import type { ServerProcess } from './server-process';

const namespace = 'default';
const startPatienceMs = 30_000;
/** A dev server forgets runs after a day unless told otherwise; a rollback may come weeks later. */
const retentionDays = 30;

/** Waits until a server answers, and sees to its retention and search attributes. Throws ServerUnavailable. */
export async function serverReady(server: ServerProcess): Promise<void> {
  const deadline = Date.now() + startPatienceMs;
  while (Date.now() < deadline && isAlive(server)) {
    const connection = await openConnection({ address: `127.0.0.1:${String(server.port)}` }, '1s').catch(() => null);
    if (connection === null) {
      await delay(50);
      continue;
    }
    try {
      if (await prepare(connection)) return;
    } finally {
      await connection.close();
    }
    await delay(50);
  }
  throw new OffloadError({
    type: 'ServerUnavailable',
    message: `the local Temporal server (pid ${String(server.pid)}) did not come up; its server.log says why`,
  });
}

/** False while the server is not far enough yet. */
async function prepare(connection: Connection): Promise<boolean> {
  try {
    const { config } = await connection.workflowService.describeNamespace({ namespace });
    const retention = config?.workflowExecutionRetentionTtl?.seconds;
    if (Number(String(retention ?? 0)) < retentionDays * 86_400) await raiseRetention(connection);
    // A database of an earlier version may lack some.
    return await registerSearchAttributes(connection, namespace);
  } catch {
    return false;
  }
}

async function raiseRetention(connection: Connection): Promise<void> {
  await connection.workflowService.updateNamespace({
    namespace,
    config: { workflowExecutionRetentionTtl: msToTs(`${String(retentionDays * 24)}h`) },
  });
}
