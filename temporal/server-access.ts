import { loadClientConnectConfig } from '@temporalio/envconfig';
import { OffloadError } from '../domain/errors';
import type { Credentials, ServerAccess } from './connect';

/** What a command line says of the server; it wins over environment and profile. */
export interface ServerWish {
  readonly address?: string | undefined;
  readonly namespace?: string | undefined;
  /** A profile of temporal.toml. */
  readonly profile?: string | undefined;
}

/**
 * The server that flags, environment (TEMPORAL_*) or a profile name; null when none of them names an address: then the
 * local one is meant. Throws BadConfig.
 */
export function serverAccess({ address, namespace, profile }: ServerWish): ServerAccess | null {
  try {
    const found = loadClientConnectConfig(profile === undefined ? {} : { profile });
    const to = address ?? found.connectionOptions.address;
    if (to === undefined) {
      if (profile === undefined) return null;
      throw new Error(`profile ${profile} names no address`);
    }
    const { tls, apiKey, metadata } = found.connectionOptions;
    const credentials: Credentials = {
      ...(tls === undefined ? {} : { tls }),
      ...(typeof apiKey === 'string' ? { apiKey } : {}),
      ...(metadata === undefined ? {} : { metadata }),
    };
    return { address: to, namespace: namespace ?? found.namespace ?? 'default', credentials };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new OffloadError({ type: 'BadConfig', message: `Temporal's configuration: ${why}` }, { cause: error });
  }
}
