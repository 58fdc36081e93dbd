import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readKeyFile } from '../../../temporal/encryption/key-file';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'xen-offload-key-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const secret = Buffer.alloc(32, 'key');

async function keyFile(content: string, mode = 0o600): Promise<string> {
  const file = path.join(folder, 'encryption-key');
  await writeFile(file, content);
  await chmod(file, mode);
  return file;
}

describe('a key file', () => {
  test.each([
    ['base64, as openssl rand -base64 32 prints it', `${secret.toString('base64')}\n`, 0o600],
    ['hex, as openssl rand -hex 32 prints it', `${secret.toString('hex')}\n`, 0o600],
    ['hex in capitals, without a line end', secret.toString('hex').toUpperCase(), 0o600],
    ['base64 with a line end of Windows', `${secret.toString('base64')}\r\n`, 0o600],
    ['readable by all, as Docker mounts a secret', `${secret.toString('base64')}\n`, 0o444],
  ])('may be %s', async (_, content, mode) => {
    expect(await readKeyFile(await keyFile(content, mode))).toEqual(secret);
  });

  test.each([
    ['16 bytes', Buffer.alloc(16, 'key').toString('base64')],
    ['33 bytes', Buffer.alloc(33, 'key').toString('base64')],
    ['a passphrase', 'correct horse battery staple'],
    ['two lines', `${secret.toString('base64')}\n${secret.toString('base64')}\n`],
    ['raw bytes', secret.toString('latin1')],
    ['nothing', ''],
  ])('of %s is refused by its name, and its content is not told', async (_, content) => {
    const file = await keyFile(content);
    const refused = readKeyFile(file);
    await expect(refused).rejects.toMatchObject({
      type: 'BadConfig',
      message: `encryption key ${file} is not 32 bytes as base64 or hex: make one with openssl rand -base64 32`,
    });
  });

  test.each([0o620, 0o602, 0o666])('of mode %o is refused: others could put their own key there', async (mode) => {
    const file = await keyFile(secret.toString('hex'), mode);
    await expect(readKeyFile(file)).rejects.toMatchObject({
      type: 'BadConfig',
      message: `encryption key ${file} can be written by others: chmod go-w`,
    });
  });

  test('that is not there is named', async () => {
    const file = path.join(folder, 'missing');
    await expect(readKeyFile(file)).rejects.toMatchObject({
      type: 'BadConfig',
      message: `encryption key ${file} cannot be read`,
    });
  });

  test('that is a folder or a device is refused and not read', async () => {
    const directory = path.join(folder, 'directory');
    await mkdir(directory);
    await expect(readKeyFile(directory)).rejects.toMatchObject({
      message: `encryption key ${directory} is not a file`,
    });
    await expect(readKeyFile('/dev/zero')).rejects.toMatchObject({ message: 'encryption key /dev/zero is not a file' });
  });
});
