import { setTimeout as delay } from 'node:timers/promises';
import type { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import { OffloadError } from '../domain/errors';
import { limits } from '../domain/limits';
import { openConnection, type ServerAccess } from './connect';
import { grpcCode, grpcCodes } from './grpc-code';
import { registerSearchAttributes } from './register-search-attributes';

const askAgainMs = 250;

/**
 * Waits for a server and gives it our namespace, with a retention that leaves time for a rollback, and our search
 * attributes. What is there already stays. Throws ServerUnavailable when the server does not come up in time.
 */
export async function prepareNamespace(server: ServerAccess, retentionHours: number): Promise<void> {
  const deadline = Date.now() + limits.serverPatienceSeconds * 1_000;
  let last: unknown;
  while (Date.now() < deadline) {
    try {
      const connection = await openConnection(server, '1s');
      try {
        await createNamespace(connection, server.namespace, retentionHours);
        if (await registerSearchAttributes(connection, server.namespace)) return;
      } finally {
        await connection.close();
      }
    } catch (error) {
      last = error;
    }
    await delay(askAgainMs);
  }
  const why = last instanceof Error ? `: ${last.message}` : '';
  const message = `the Temporal server at ${server.address} did not take our namespace in time${why}`;
  throw new OffloadError({ type: 'ServerUnavailable', message }, { cause: last });
}

async function createNamespace(connection: Connection, namespace: string, retentionHours: number): Promise<void> {
  try {
    const workflowExecutionRetentionPeriod = msToTs(`${String(retentionHours)}h`);
    await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod });
  } catch (error) {
    if (grpcCode(error) !== grpcCodes.alreadyExists) throw error;
  }
}
