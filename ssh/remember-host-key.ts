import { randomBytes } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { OffloadError } from '../domain/errors';
import { hostKeyCheck, keyType, type HostKeyTrust, type KeyHolder } from './host-key-check';
import { hashedName } from './known-hosts';
import { Turns } from './turns';

/** Hosts of a pool are met at the same time: one key is added after the other. */
const turns = new Turns(1);

/**
 * Adds the key of a new host to the first known_hosts file. Throws KnownHostsUnwritable: a key that is not remembered
 * would be new every time. Throws HostKeyChanged where the host has become known by another key meanwhile.
 */
export const rememberHostKey = (key: Buffer, trust: HostKeyTrust, holder: KeyHolder): Promise<void> =>
  turns.take(async () => {
    const verdict = (await hostKeyCheck(trust, holder)).judge(key);
    if (verdict === 'trusted') return;
    if (verdict !== 'new') throw verdict;
    const name = holder.keyName.toLowerCase();
    const names = trust.hashNames ? hashedName(name, randomBytes(20)) : name;
    const [file] = trust.knownHostsFiles;
    if (file === undefined) throw unwritable('there is no known_hosts file to add its key to', holder);
    try {
      await appendLine(file, `${names} ${keyType(key)} ${key.toString('base64')}`);
    } catch (error) {
      throw unwritable(`${file} cannot be written, so its key cannot be added`, holder, error);
    }
  });

/** One write at the end: programs that add a line at the same time, ssh among them, do not cut each other's. */
async function appendLine(file: string, line: string): Promise<void> {
  // Where there is no folder now, opening the file says so.
  await mkdir(path.dirname(file), { mode: 0o700 }).catch(() => undefined);
  const handle = await open(file, 'a+', 0o600);
  try {
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
    const isCut = bytesRead === 1 && buffer.toString() !== '\n';
    await handle.write(`${isCut ? '\n' : ''}${line}\n`);
  } finally {
    await handle.close();
  }
}

const unwritable = (message: string, { shown }: KeyHolder, cause?: unknown): OffloadError =>
  new OffloadError({ type: 'KnownHostsUnwritable', message, host: shown }, { cause });
