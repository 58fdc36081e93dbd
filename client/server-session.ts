import { OffloadError } from '../domain/errors';
import { taskQueue as defaultTaskQueue } from '../domain/workflow-ids';
import { connectClient, type ServerAccess } from '../temporal/connect';
import { loadEncryption } from '../temporal/encryption/encryption';
import { isServed } from '../temporal/pollers';
import { webUiOf } from '../temporal/web-ui';
import type { ServerOptions } from './options';
import { plainSession, webPages, type Session } from './session';

/** Connects to a server that is there without us. The client only asks: workers run elsewhere, and have the hosts' keys. */
export async function openServerSession(access: ServerAccess, options: ServerOptions): Promise<Session> {
  const encryption = await loadEncryption(options.encryptionKey);
  const connected = await connectClient(access, encryption?.dataConverter);
  const taskQueue = options.taskQueue ?? defaultTaskQueue;
  return plainSession(connected, {
    taskQueue,
    ...webPages(options.webUi ?? webUiOf(access.address), access.namespace),
    ...(encryption === null ? {} : { hide: encryption.hide }),
    onInterrupt: 'leave',
    needStandingWorker: async () => {
      if (await isServed(connected.client, taskQueue)) return;
      throw new OffloadError({
        type: 'NoWorker',
        message: `no worker polls task queue ${taskQueue} of ${access.namespace} at ${access.address}: start one with xen-offload worker --address ${access.address}`,
      });
    },
  });
}
