import { createHmac, hkdfSync, webcrypto } from 'node:crypto';
import type { DataConverter, PayloadCodec } from '@temporalio/common';
import { aesCodec } from './aes-codec';
import { readKeyFile } from './key-file';

/** What keeps names and findings from whoever can read the Temporal server's database. */
export interface Encryption {
  readonly codec: PayloadCodec;
  /** For clients and workers; a worker also needs the workflow bundle that was built with its failure converter. */
  readonly dataConverter: DataConverter;
  /**
   * The token that stands for a name in ids and search attributes, which no codec covers. The same name always gives the
   * same one, so that runs are still found by it: 22 characters, a-z, A-Z, 0-9, - and _.
   */
  readonly hide: (name: string) => string;
}

/** Encryption with the key of a file; null when none is named. Throws BadConfig. */
export async function loadEncryption(keyFile: string | undefined): Promise<Encryption | null> {
  if (keyFile === undefined) return null;
  const secret = await readKeyFile(keyFile);
  const payloadKey = derive(secret, 'payloads', 32);
  const nameKey = derive(secret, 'names', 32);
  const codec = aesCodec({
    id: derive(secret, 'key id', 6).toString('base64url'),
    key: await webcrypto.subtle.importKey('raw', payloadKey, 'AES-GCM', false, ['encrypt', 'decrypt']),
  });
  return {
    codec,
    dataConverter: { payloadCodecs: [codec], failureConverterPath: require.resolve('./failure-converter') },
    hide: (name) => createHmac('sha256', nameKey).update(name).digest().subarray(0, 16).toString('base64url'),
  };
}

/** A key of its own for each purpose: none tells anything of another, or of the secret. */
const derive = (secret: Buffer, purpose: string, bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `xen-offload ${purpose}`, bytes));
