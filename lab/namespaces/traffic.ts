import path from 'node:path';
import { dataAddress } from './names';
import type { RunningLab } from './running-lab';
import { runToolIn } from './run-tool';
import { sendings, type TrafficPlan } from './traffic-plan';

const script = path.join(__dirname, 'traffic.sh');

/**
 * Sends TCP and UDP around the data network, for some seconds or until told to stop: `timeout` then ends all that the
 * script has started.
 */
export async function traffic(
  { hosts }: RunningLab,
  seconds: number,
  { signal, ...plan }: TrafficPlan & { readonly signal?: AbortSignal } = {},
): Promise<void> {
  const namespaces = new Map(hosts.map(({ number, namespace }) => [number, namespace]));
  await Promise.all(
    sendings([...namespaces.keys()], plan).map(({ from, to, bulkTo }) => {
      const addresses = [dataAddress(from), dataAddress(to), bulkTo === null ? '' : dataAddress(bulkTo)];
      const words = ['timeout', '--preserve-status', String(seconds), 'sh', script, ...addresses];
      return runToolIn(namespaces.get(from) ?? '', words, '', signal);
    }),
  );
}
