/**
 * What somebody has to say to log in, from a terminal or a file descriptor; kept in memory only, and asked for once.
 * Null where nobody can be asked, or nobody wants to be.
 */
export interface Secrets {
  readonly passphrase: (keyFile: string) => Promise<string | null>;
  /** The password of the pool's hosts. Jump hosts never get it. */
  readonly password: () => Promise<string | null>;
}

export const noSecrets: Secrets = {
  passphrase: () => Promise.resolve(null),
  password: () => Promise.resolve(null),
};
