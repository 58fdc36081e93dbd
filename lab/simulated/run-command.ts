import { spawn, type ChildProcess } from 'node:child_process';
import type { ServerChannel } from 'ssh2';
import type { StandinHost } from '../standin/standin';

/** How a command ended: its code, or the signal that ended it. */
export type CommandEnd = { readonly code: number } | { readonly signal: string };

/**
 * Runs a command in a real shell inside the host, with a channel as its standard streams. Like sshd, it waits for all
 * who hold its output, and leaves it running when the channel goes away (facts/ssh-and-hosts.md §2).
 */
export function runCommand(
  host: StandinHost,
  command: string,
  channel: ServerChannel,
  onEnd: (end: CommandEnd) => void,
): ChildProcess {
  const child = spawn('/bin/sh', ['-c', command], { cwd: host.root, env: { ...host.environment }, detached: true });
  for (const stream of [child.stdin, child.stdout, child.stderr, channel]) stream.on('error', () => undefined);
  channel.pipe(child.stdin);
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  channel.on('close', () => {
    child.stdin.end();
    child.stdout.destroy();
    child.stderr.destroy();
  });
  child.on('error', () => {
    onEnd({ code: 127 });
  });
  child.on('close', (code, signal) => {
    onEnd(signal === null ? { code: code ?? 255 } : { signal: signal.slice('SIG'.length) });
  });
  return child;
}
