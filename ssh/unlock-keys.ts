import { authenticationMethods } from './authentication';
import { resolveTarget } from './resolve-target';
import type { Secrets } from './secrets';
import type { SshSettings } from './target';

/**
 * Asks for every secret that a login on one of the hosts, or on the way there, will need: before a display begins that a
 * question would disturb. What is asked for is kept by `secrets`. Throws what a login would throw before it dials.
 */
export async function unlockKeys(hosts: readonly string[], settings: SshSettings, secrets: Secrets): Promise<void> {
  for (const address of hosts) {
    const target = await resolveTarget({ address, settings });
    for (const hop of [...target.jumps, target]) await authenticationMethods(hop, secrets);
  }
}
