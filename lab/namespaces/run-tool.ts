import { execFile } from 'node:child_process';

/** Runs a program of this machine to its end; returns what it printed. Throws Error with its complaint. */
export function runTool(program: string, words: readonly string[], input = '', signal?: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, [...words], { signal }, (error, stdout, stderr) => {
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

/** Runs lines of `ip`, in a namespace or, where none is named, over all of them. */
export const runIp = async (lines: readonly string[], namespace?: string): Promise<void> => {
  const where = namespace === undefined ? [] : ['-n', namespace];
  await runTool('ip', [...where, '-batch', '-'], lines.map((line) => `${line}\n`).join(''));
};
