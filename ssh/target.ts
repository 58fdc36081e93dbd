/** How to reach hosts, as the configuration or the command line says. Holds paths and names, never a secret. */
export interface SshSettings {
  /** Private key files, tried in order. */
  readonly identity?: readonly string[] | undefined;
  /** known_hosts files; left out: what the OpenSSH configuration says, else ~/.ssh/known_hosts and the system's. */
  readonly knownHosts?: readonly string[] | undefined;
  /** An OpenSSH client configuration file instead of ~/.ssh/config. */
  readonly sshConfig?: string | undefined;
  readonly port?: number | undefined;
  readonly user?: string | undefined;
  /** Jump host, `[user@]host[:port]`. */
  readonly jump?: string | undefined;
}

/** One host to connect to. */
export interface SshTarget {
  /** Address or alias; the OpenSSH configuration is asked for it. */
  readonly address: string;
  readonly settings: SshSettings;
}
