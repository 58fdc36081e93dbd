import { OffloadError } from '../domain/errors';
import type { ComposeFile, Service } from './compose-file';
import { flagValue } from './flags';
import { freePorts, holdPort, letGo } from './loopback-port';

/** Where those ports are taken from that the compose file publishes: from it, or any that are free. */
export type PortChoice = 'compose' | 'free';

export interface StackPorts {
  /** Where clients reach the server. */
  readonly temporal: number;
  readonly health: number;
  readonly metrics: number;
  readonly postgresql: number;
  /** The server's other ports, by the name of their variable; a container keeps them to itself. */
  readonly inner: Readonly<Record<string, string>>;
}

const innerPorts = [
  ...['FRONTEND_HTTP_PORT', 'FRONTEND_MEMBERSHIP_PORT'],
  ...['HISTORY', 'MATCHING', 'WORKER'].flatMap((role) => [`${role}_GRPC_PORT`, `${role}_MEMBERSHIP_PORT`]),
];

/** The ports of a stack that is about to start. Throws ServerUnavailable when one of the compose file's is taken. */
export async function choosePorts({ services }: ComposeFile, choice: PortChoice): Promise<StackPorts> {
  const { temporal, worker } = services;
  const free = [...(await freePorts(4 + innerPorts.length))];
  const next = (): number => free.pop() ?? 0;
  const outer = (service: Service, inContainer: string | undefined): number | Promise<number> =>
    choice === 'free' ? next() : publishedPort(service, Number(inContainer));
  return {
    temporal: await outer(temporal, temporal.environment.FRONTEND_GRPC_PORT),
    health: await outer(worker, flagValue(worker.command, '--health-port')),
    metrics: await outer(worker, flagValue(worker.command, '--metrics-port')),
    postgresql: next(),
    inner: Object.fromEntries(innerPorts.map((name) => [name, String(next())])),
  };
}

async function publishedPort({ ports }: Service, inContainer: number): Promise<number> {
  const port = ports.get(inContainer);
  if (port === undefined) throw new Error(`docker-compose.yml does not publish port ${String(inContainer)}`);
  const server = await holdPort(port);
  if (server === null) {
    const message = `port ${String(port)} is taken; choose another in the environment (.env names them), or --ports free`;
    throw new OffloadError({ type: 'ServerUnavailable', message });
  }
  await letGo(server);
  return port;
}
