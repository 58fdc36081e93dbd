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

/** Connects to a Temporal server. Throws ServerUnavailable. */
export async function connectClient({ address, namespace }: ServerAddress): Promise<ConnectedClient> {
  try {
    const connection = await Connection.connect({ address, connectTimeout: '5s' });
    return { client: new Client({ connection, namespace }), close: () => connection.close() };
  } catch (error) {
    const message = `no Temporal server answers at ${address}`;
    throw new OffloadError({ type: 'ServerUnavailable', message }, { cause: error });
  }
}
