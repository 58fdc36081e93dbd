import { execFile } from 'node:child_process';
import path from 'node:path';
import { machineFolders } from './why-no-lab';

const env = { ...process.env, PATH: machineFolders.join(path.delimiter) };

/** Runs a program of this machine to its end; returns what it printed. Throws Error with its complaint. */
export function runTool(program: string, words: readonly string[], input = '', signal?: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, [...words], { signal, env }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${program} ${words.join(' ')}: ${stderr.trim() || error.message}`, { cause: error }));
    });
    child.stdin?.end(input);
  });
}

/** Runs a program in the network of a namespace. */
export const runToolIn = (
  namespace: string,
  words: readonly string[],
  input = '',
  signal?: AbortSignal,
): Promise<string> => runTool('nsenter', [`--net=/run/netns/${namespace}`, ...words], input, signal);

/** Runs lines of `ethtool -K`, each a device and its features, in a namespace. */
export const setFeatures = async (lines: readonly string[], namespace: string): Promise<void> => {
  await runToolIn(namespace, ['xargs', '-L', '1', 'ethtool', '-K'], lines.map((line) => `${line}\n`).join(''));
};

/** Runs lines of `ip`, in a namespace or, where none is named, over all of them. */
export const runIp = async (lines: readonly string[], namespace?: string): Promise<void> => {
  const where = namespace === undefined ? [] : ['-n', namespace];
  await runTool('ip', [...where, '-batch', '-'], lines.map((line) => `${line}\n`).join(''));
};
