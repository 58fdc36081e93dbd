import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { read } from 'read';
import { OffloadError } from '../domain/errors';
import type { Secrets } from '../ssh/secrets';
import type { SecretOptions } from './ssh-options';

/** Secrets as the command line says where to get them; without a word, passphrases are asked for at a terminal. */
export function secretsFrom({ askPassword, passwordFd, passphraseFd }: SecretOptions): Secrets {
  const passphrase = once((keyFile) =>
    passphraseFd === undefined ? ask(`Passphrase of ${keyFile}:`) : readLine(passphraseFd),
  );
  const password = once(() => {
    if (passwordFd !== undefined) return readLine(passwordFd);
    return askPassword === true ? ask('Password of the hosts:').then(needed) : Promise.resolve(null);
  });
  return {
    // One line is the passphrase of every key.
    passphrase: (keyFile) => passphrase(passphraseFd === undefined ? keyFile : ''),
    password: () => password(''),
  };
}

/** Asks about one thing once, and for one thing at a time. */
function once(question: (about: string) => Promise<string | null>): (about: string) => Promise<string | null> {
  const answers = new Map<string, Promise<string | null>>();
  let before: Promise<unknown> = Promise.resolve();
  return (about) => {
    const known = answers.get(about);
    if (known !== undefined) return known;
    const answer = before.then(() => question(about));
    before = answer.catch(() => null);
    answers.set(about, answer);
    return answer;
  };
}

/** A hidden answer from the terminal; null where there is none. Standard output stays for the answer of the command. */
async function ask(prompt: string): Promise<string | null> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return null;
  try {
    const answer: string = await read({ prompt, silent: true, output: process.stderr });
    return answer;
  } catch {
    throw new OffloadError({ type: 'WrongUsage', message: 'the question was not answered' });
  } finally {
    process.stderr.write('\n');
    // A terminal that is still read from would keep the process alive.
    process.stdin.pause();
  }
}

function needed(answer: string | null): string {
  if (answer !== null) return answer;
  throw new OffloadError({
    type: 'WrongUsage',
    message: '--ask-password needs a terminal; without one there is --password-fd',
  });
}

async function readLine(fd: number): Promise<string> {
  const lines = createInterface({ input: createReadStream('', { fd, autoClose: false }) });
  try {
    for await (const line of lines) return line;
  } catch {
    // Said below: the words of the system tell no more.
  }
  throw new OffloadError({ type: 'WrongUsage', message: `file descriptor ${String(fd)} gives no line to read` });
}
