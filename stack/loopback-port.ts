import { once } from 'node:events';
import net from 'node:net';

/**
 * Ports are looked for here: Temporal keeps a member's port in a `smallint`, so that none may be above 32767
 * (cluster_membership of its schema). Linux takes those of outgoing connections from above it.
 */
const lowest = 10_000;
const highest = 32_767;

/** Holds a port of loopback; null when it is taken. */
export async function holdPort(port: number): Promise<net.Server | null> {
  const server = net.createServer().listen(port, '127.0.0.1');
  return once(server, 'listening').then(
    () => server,
    () => null,
  );
}

export async function letGo(server: net.Server): Promise<void> {
  server.close();
  await once(server, 'close');
}

/** So many different ports of loopback that nobody listens on. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const held = new Map<number, net.Server>();
  while (held.size < count) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest));
    const server = await holdPort(port);
    if (server !== null) held.set(port, server);
  }
  await Promise.all([...held.values()].map(letGo));
  return [...held.keys()];
}
