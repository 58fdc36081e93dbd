import { existsSync } from 'node:fs';
import { OffloadError } from '../../domain/errors';
import { limits } from '../../domain/limits';
import { endpointsSchema, readJson, type StateFiles } from './state-files';

interface WantedSize {
  readonly hosts: number;
  readonly fresh?: boolean | undefined;
}

/**
 * Refuses a number of hosts that no pool has, or that the saved pool does not have.
 * @throws OffloadError WrongUsage
 */
export function checkSize(files: StateFiles, { hosts, fresh }: WantedSize): void {
  if (!Number.isInteger(hosts) || hosts < 1 || hosts > limits.poolHosts) {
    throw wrongUsage(`a simulated pool has 1 to ${String(limits.poolHosts)} hosts, not ${String(hosts)}`);
  }
  if (fresh === true || !existsSync(files.pool)) return;
  const saved = readJson(files.endpoints, endpointsSchema);
  const savedHosts = Object.keys(saved?.hosts ?? {}).length;
  if (saved !== null && savedHosts !== hosts) {
    throw wrongUsage(
      `the saved simulated pool has ${String(savedHosts)} hosts, not ${String(hosts)}: use --fresh for a new one`,
    );
  }
}

const wrongUsage = (message: string): OffloadError => new OffloadError({ type: 'WrongUsage', message });
