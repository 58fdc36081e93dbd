import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * The whole state of a pool as OpenSSH's `ssh`, `ethtool -k` and `xe` tell it, by none of our own code: every feature of
 * every device of every host, every other-config of every PIF and VIF. Two equal dumps are two equal pools. Asked from
 * a network namespace, where one is named.
 */
export async function dumpPool(
  sshConfigFile: string,
  hosts: readonly { readonly name: string }[],
  namespace?: string,
): Promise<string> {
  const within = namespace === undefined ? [] : ['ip', 'netns', 'exec', namespace];
  const ssh = async (host: string, command: string): Promise<string> => {
    const words = [...within, 'ssh', '-F', sshConfigFile, host, command];
    const { stdout } = await run('env', words, { maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  };
  const features = 'for d in $(ls "$XEN_OFFLOAD_ROOT/sys/class/net"); do echo "$d"; ethtool -k "$d"; done';
  const stored = 'xe pif-list params=uuid,other-config; xe vif-list params=uuid,other-config';
  const [first] = hosts;
  const dumps = await Promise.all(hosts.map(async ({ name }) => `## ${name}\n${await ssh(name, features)}`));
  return [...dumps, first === undefined ? '' : await ssh(first.name, stored)].join('\n');
}
