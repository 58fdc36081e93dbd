import { Client, Connection } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import type { NativeConnectionOptions } from '@temporalio/worker';
import { OffloadError } from '../domain/errors';
import { grpcCode, grpcCodes } from './grpc-code';

export interface ServerAddress {
  /** `host:port`. */
  readonly address: string;
  readonly namespace: string;
}

/** What proves to a server who we are. */
export type Credentials = Pick<NativeConnectionOptions, 'tls' | 'metadata'> & { readonly apiKey?: string };

/** How a server is reached; the local one by its address alone. */
export interface ServerAccess extends ServerAddress {
  readonly credentials?: Credentials;
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
export const openConnection = (
  { address, credentials }: Omit<ServerAccess, 'namespace'>,
  connectTimeout: '1s' | '5s',
): Promise<Connection> =>
  Connection.connect({
    address,
    connectTimeout,
    ...credentials,
    channelArgs: address.startsWith('127.0.0.1:') ? loopbackChannel : {},
  });

/** Connects to a namespace of a Temporal server. Throws ServerUnreachable, NamespaceMissing. */
export async function connectClient(server: ServerAccess, dataConverter: DataConverter = {}): Promise<ConnectedClient> {
  const { address, namespace } = server;
  const connection = await openConnection(server, '5s').catch((error: unknown) => {
    const message = `no Temporal server answers at ${address}`;
    throw new OffloadError({ type: 'ServerUnreachable', message }, { cause: error });
  });
  try {
    await connection.workflowService.describeNamespace({ namespace });
  } catch (error) {
    await connection.close();
    throw refusal(server, error);
  }
  return { client: new Client({ connection, namespace, dataConverter }), close: () => connection.close() };
}

function refusal({ address, namespace }: ServerAccess, error: unknown): OffloadError {
  if (grpcCode(error) === grpcCodes.notFound) {
    const message = `the Temporal server at ${address} has no namespace ${namespace}`;
    return new OffloadError({ type: 'NamespaceMissing', message }, { cause: error });
  }
  const why = error instanceof Error ? error.message : String(error);
  const message = `the Temporal server at ${address} does not let us in: ${why}`;
  return new OffloadError({ type: 'ServerUnreachable', message }, { cause: error });
}
