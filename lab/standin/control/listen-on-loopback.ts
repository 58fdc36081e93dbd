import type { Server } from 'node:net';

/** Listens at the wanted port, or at a free one when that is taken or 0; returns the port. */
export async function listenOnLoopback(server: Server, wantedPort: number): Promise<number> {
  try {
    return await listen(server, wantedPort);
  } catch (error) {
    if (wantedPort === 0 || !isTaken(error)) throw error;
    return listen(server, 0);
  }
}

const isTaken = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  (error.code === 'EADDRINUSE' || error.code === 'EACCES');

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.removeListener('error', reject);
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('the server has no port'));
      else resolve(address.port);
    });
  });
