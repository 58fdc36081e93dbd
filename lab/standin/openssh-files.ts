/** A host of a lab as OpenSSH's client has to know it. */
export interface OpensshHost {
  readonly name: string;
  /** What xapi says; where it really listens is `hostName` and `port`. */
  readonly address: string;
  readonly hostName: string;
  readonly port: number;
}

/** Where a lab keeps what clients need to log in. */
export interface OpensshFiles {
  readonly identity: string;
  readonly knownHosts: string;
}

/** Quoted for ssh_config, where blanks end a word and % begins a token. */
const quoted = (file: string): string => `"${file.replaceAll('%', '%%')}"`;

/** An ssh_config by which every host is reached under its address and its name, and nobody's own settings matter. */
export const sshConfigText = (hosts: readonly OpensshHost[], files: OpensshFiles): string =>
  hosts
    .map(
      ({ name, address, hostName, port }) => `Host ${address} ${name}
  HostName ${hostName}
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
export const knownHostsText = (hosts: readonly OpensshHost[], publicKeys: ReadonlyMap<string, string>): string =>
  hosts
    .map(({ name, address, hostName, port }) => {
      const listensAt = port === 22 ? hostName : `[${hostName}]:${String(port)}`;
      return `${[...new Set([address, name, listensAt])].join(',')} ${publicKeys.get(name) ?? ''}\n`;
    })
    .join('');
