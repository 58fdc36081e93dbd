import { Client, Connection } from '@temporalio/client';
import { OffloadError } from '../domain/errors';

export interface ServerAddress {
  /** `host:port`. */
  readonly address: string;
  readonly namespace: string;
}

export interface ConnectedClient {
  readonly client: Client;
  close(): Promise<void>;
}

/**
 * gRPC would send even loopback through a proxy that the environment names, and wait a second before it tries a server
 * again that is just starting.
 */
const loopbackChannel = { 'grpc.enable_http_proxy': 0, 'grpc.initial_reconnect_backoff_ms': 50 };

/** Opens a connection to a server. Throws what the SDK throws. */
export const openConnection = (address: string, connectTimeout: '1s' | '5s'): Promise<Connection> =>
  Connection.connect({
    address,
    connectTimeout,
    channelArgs: address.startsWith('127.0.0.1:') ? loopbackChannel : {},
  });

/** Connects to a Temporal server. Throws ServerUnavailable. */
export async function connectClient({ address, namespace }: ServerAddress): Promise<ConnectedClient> {
  try {
    const connection = await openConnection(address, '5s');
    return { client: new Client({ connection, namespace }), close: () => connection.close() };
  } catch (error) {
    const message = `no Temporal server answers at ${address}`;
    throw new OffloadError({ type: 'ServerUnavailable', message }, { cause: error });
  }
}
