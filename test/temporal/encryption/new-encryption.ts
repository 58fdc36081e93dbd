import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadEncryption, type Encryption } from '../../../temporal/encryption/encryption';

/** Encryption with a key of 32 times the same byte. */
export async function newEncryption(keyByte: number): Promise<Encryption> {
  const folder = await mkdtemp(path.join(tmpdir(), 'xen-offload-key-'));
  const file = path.join(folder, 'encryption-key');
  await writeFile(file, `${Buffer.alloc(32, keyByte).toString('base64')}\n`, { mode: 0o600 });
  try {
    const encryption = await loadEncryption(file);
    if (encryption === null) throw new Error('a key file was named');
    return encryption;
  } finally {
    await rm(folder, { recursive: true });
  }
}
