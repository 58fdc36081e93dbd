import { isCancellation, log } from '@temporalio/workflow';
import type { DetectErrorsInput } from '../../activities/detect-errors/detect-errors';
import { featuresOf, modeState, type ModeState } from '../../domain/features';
import type { HostDetection } from '../../domain/inspection';
import { reading } from '../activity-proxies';
import { errorFacts } from '../failure';
import type { InspectedHost } from './inspect';

export interface DetectedHost extends InspectedHost {
  /** Null where nothing could be captured: no evidence, and no reason to stop. */
  readonly detection: HostDetection | null;
}

/** Captures on every host at once, so that what one sends and another receives is seen in the same minute. */
export const detect = (
  pool: string,
  hosts: readonly InspectedHost[],
  seconds: number,
): Promise<readonly DetectedHost[]> => Promise.all(hosts.map((host) => detectOne(pool, host, seconds)));

/** Captures on one host; without a capture there is no evidence, and no error. */
export async function detectOne(pool: string, host: InspectedHost, seconds: number): Promise<DetectedHost> {
  const nics = capturedNics(host);
  if (seconds === 0 || Object.keys(nics).length === 0) return { ...host, detection: null };
  const { name } = host.host;
  try {
    const detection = await reading(`${name}: tcpdump, in and out`).detectErrors({
      pool,
      host: host.host,
      nics,
      seconds,
    });
    return { ...host, detection };
  } catch (error) {
    if (isCancellation(error)) throw error;
    log.warn('no capture', { ...errorFacts(error, name) });
    return { ...host, detection: null };
  }
}

/** The NICs of a host to capture on, and whether they merge what they receive. */
function capturedNics({ inspection }: InspectedHost): DetectErrorsInput['nics'] {
  if (inspection === null) return {};
  return Object.fromEntries(
    Object.entries(inspection.nics).map(([device, { mtu }]) => {
      const features = featuresOf(inspection.features, device) ?? {};
      return [device, { mtu, merges: isOn(modeState(features, 'gro')) || isOn(modeState(features, 'lro')) }];
    }),
  );
}

const isOn = (state: ModeState): boolean => state === 'on' || state === 'fixed-on';
