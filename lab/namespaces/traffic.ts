import path from 'node:path';
import { dataAddress } from './names';
import type { RunningLab } from './running-lab';
import { runTool } from './run-tool';

const script = path.join(__dirname, 'traffic.sh');

/** Sends TCP and UDP around the data network, from each host to the next one, for some seconds or until told to stop. */
export async function traffic({ hosts }: RunningLab, seconds: number, signal?: AbortSignal): Promise<void> {
  await Promise.all(
    hosts.map(({ namespace, number }) => {
      const next = dataAddress((number % hosts.length) + 1);
      const words = ['sh', script, String(seconds), dataAddress(number), next];
      return runTool('nsenter', [`--net=/run/netns/${namespace}`, ...words], '', signal);
    }),
  );
}
