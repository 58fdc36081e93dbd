import { readFile, stat } from 'node:fs/promises';
import { OffloadError } from '../../domain/errors';

const writableByOthers = 0o022;

/**
 * The 32 bytes of a key file: one line of base64 or hex. Others may read it, as Docker mounts its secrets so; whoever
 * could write it could choose the key. Throws BadConfig, which names the file and never its content.
 */
export async function readKeyFile(file: string): Promise<Buffer> {
  const { isFile, mode, text } = await read(file);
  if (!isFile) throw badConfig(`encryption key ${file} is not a file`);
  if ((mode & writableByOthers) !== 0) throw badConfig(`encryption key ${file} can be written by others: chmod go-w`);
  const secret = parseSecret(text.trim());
  if (secret === null) {
    throw badConfig(`encryption key ${file} is not 32 bytes as base64 or hex: make one with openssl rand -base64 32`);
  }
  return secret;
}

/** Only what is a file is read: a pipe or a device might never end. */
async function read(file: string): Promise<{ isFile: boolean; mode: number; text: string }> {
  try {
    const stats = await stat(file);
    const isFile = stats.isFile();
    return { isFile, mode: stats.mode, text: isFile ? await readFile(file, 'utf8') : '' };
  } catch (error) {
    throw badConfig(`encryption key ${file} cannot be read`, error);
  }
}

function parseSecret(text: string): Buffer | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  if (/^[0-9a-z+/]{43}=$/i.test(text)) return Buffer.from(text, 'base64');
  return null;
}

const badConfig = (message: string, cause?: unknown): OffloadError =>
  new OffloadError({ type: 'BadConfig', message }, { cause });
