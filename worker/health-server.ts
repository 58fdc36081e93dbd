import { once } from 'node:events';
import { createServer } from 'node:http';

/** Answers `GET /healthz`: 200 while the worker takes tasks, 503 when it does not. */
export async function startHealthServer(
  host: string,
  port: number,
  isServing: () => boolean,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = createServer(({ method, url }, response) => {
    const isKnown = method === 'GET' && url === '/healthz';
    const isWell = isServing();
    response.writeHead(isKnown ? (isWell ? 200 : 503) : 404, { 'content-type': 'application/json' });
    response.end(isKnown ? `${JSON.stringify({ serving: isWell })}\n` : '');
  });
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  return {
    port: address === null || typeof address === 'string' ? port : address.port,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
