import { isCancellation, log } from '@temporalio/workflow';
import { capturedNics } from '../../domain/captured-nic';
import type { ErrorFacts } from '../../domain/errors';
import type { HostDetection } from '../../domain/inspection';
import { whyUnheard } from '../../domain/unheard';
import { reading } from '../activity-proxies';
import { errorFacts } from '../failure';
import type { InspectedHost } from './inspect';

export interface DetectedHost extends InspectedHost {
  /** Null where nothing was captured: no evidence. Counters are there also where tcpdump failed. */
  readonly detection: HostDetection | null;
  /** Why nothing could be captured where that was wanted. */
  readonly captureError: ErrorFacts | null;
}

/** Captures on every host at once, so that what one sends and another receives is seen in the same minute. */
export const detect = (
  pool: string,
  hosts: readonly InspectedHost[],
  seconds: number,
): Promise<readonly DetectedHost[]> => Promise.all(hosts.map((host) => detectOne(pool, host, seconds)));

/** Captures on one host, where its NICs are up. */
export async function detectOne(pool: string, host: InspectedHost, seconds: number): Promise<DetectedHost> {
  const { inspection } = host;
  const nics = inspection === null ? {} : capturedNics(inspection.nics, inspection.features);
  if (seconds === 0 || Object.keys(nics).length === 0) return { ...host, detection: null, captureError: null };
  const { name } = host.host;
  try {
    const detection = await reading(`${name}: tcpdump, in and out`).detectErrors({
      pool,
      host: host.host,
      nics,
      seconds,
    });
    return heard(host, detection, whyUnheard(detection, name));
  } catch (error) {
    if (isCancellation(error)) throw error;
    return heard(host, null, errorFacts(error, name));
  }
}

function heard(host: InspectedHost, detection: HostDetection | null, captureError: ErrorFacts | null): DetectedHost {
  if (captureError !== null) log.warn('no capture', { ...captureError });
  return { ...host, detection, captureError };
}
