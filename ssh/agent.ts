import { createAgent, OpenSSHAgent, type BaseAgent, type IdentityCallback, type ParsedKey } from 'ssh2';

/** The public keys an agent holds, in SSH's wire format; none where it cannot be asked. */
export const agentKeys = (socket: string): Promise<readonly Buffer[]> =>
  new Promise((resolve) => {
    new OpenSSHAgent(socket).getIdentities((error, keys) => {
      resolve(error ? [] : (keys ?? []).flatMap(publicHalf));
    });
  });

/** Empty for what a custom agent could also name its keys by; OpenSSH's gives parsed ones. */
const publicHalf = (key: KnownKey): Buffer[] => ('getPublicSSH' in key ? [key.getPublicSSH()] : []);

type KnownKey = NonNullable<Parameters<IdentityCallback<ParsedKey>>[1]>[number];

/** An agent of which only some keys are used: what IdentitiesOnly asks for. */
class PartialAgent extends OpenSSHAgent {
  constructor(
    socket: string,
    private readonly publicKeys: readonly Buffer[],
  ) {
    super(socket);
  }

  override getIdentities(answer: IdentityCallback<ParsedKey>): void {
    super.getIdentities((error, keys) => {
      const isWanted = (key: Buffer): boolean => this.publicKeys.some((each) => each.equals(key));
      answer(
        error,
        keys?.filter((key) => publicHalf(key).some(isWanted)),
      );
    });
  }
}

/** An agent, or the part of it that holds the given keys. */
export const agentWith = (socket: string, publicKeys: readonly Buffer[] | 'all'): BaseAgent =>
  publicKeys === 'all' ? createAgent(socket) : new PartialAgent(socket, publicKeys);
