import type { SimulatedHost } from './simulated-pool';
import type { StateFiles } from './state-files';

/** Quoted for ssh_config, where blanks end a word and % begins a token. */
const quoted = (file: string): string => `"${file.replaceAll('%', '%%')}"`;

/** An ssh_config by which every host is reached under its address and its name, and nobody's own settings matter. */
export const sshConfigText = (hosts: readonly SimulatedHost[], files: StateFiles): string =>
  hosts
    .map(
      ({ name, address, port }) => `Host ${address} ${name}
  HostName 127.0.0.1
  Port ${String(port)}
  User root
  HostKeyAlias ${address}
  IdentityFile ${quoted(files.identity)}
  IdentitiesOnly yes
  IdentityAgent none
  UserKnownHostsFile ${quoted(files.knownHosts)}
  GlobalKnownHostsFile none
  StrictHostKeyChecking yes
  LogLevel ERROR
`,
    )
    .join('\n');

/** known_hosts: each host by address, name, and where it really listens. */
export const knownHostsText = (hosts: readonly SimulatedHost[], publicKeys: ReadonlyMap<string, string>): string =>
  hosts
    .map(({ name, address, port }) => `${address},${name},[127.0.0.1]:${String(port)} ${publicKeys.get(name) ?? ''}\n`)
    .join('');
