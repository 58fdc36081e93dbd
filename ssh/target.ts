/** How to reach hosts, as the configuration or the command line says. Holds paths and names, never a secret. */
export interface SshSettings {
  /** Private key files, tried in order. */
  readonly identity?: readonly string[] | undefined;
  /** known_hosts files; left out: what the OpenSSH configuration says, else ~/.ssh/known_hosts and the system's. */
  readonly knownHosts?: readonly string[] | undefined;
  /** What becomes of a host whose key is not known; left out: what the OpenSSH configuration says, else strict. */
  readonly hostKeys?: HostKeyPolicy | undefined;
  /** Host keys that are trusted without known_hosts, as `SHA256:…`. */
  readonly fingerprints?: readonly string[] | undefined;
  /** An OpenSSH client configuration file instead of ~/.ssh/config. */
  readonly sshConfig?: string | undefined;
  readonly port?: number | undefined;
  readonly user?: string | undefined;
  /** Jump hosts, `[user@]host[:port]`, with commas between; `none` for none. */
  readonly jump?: string | undefined;
}

/** `strict` refuses an unknown host key, `accept-new` adds it to known_hosts; both refuse a changed or revoked one. */
export type HostKeyPolicy = 'strict' | 'accept-new';

/** One host to connect to. */
export interface SshTarget {
  /** Address or alias; the OpenSSH configuration is asked for it. */
  readonly address: string;
  readonly settings: SshSettings;
}
