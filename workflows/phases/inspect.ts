import { isCancellation } from '@temporalio/workflow';
import type { ErrorFacts } from '../../domain/errors';
import type { HostInspection } from '../../domain/inspection';
import { hostRef, otherDevices, sliceDevices, type HostSlice } from '../../domain/inventory';
import type { HostRef } from '../../domain/run';
import { reading } from '../activity-proxies';
import { errorFacts } from '../failure';
import type { RunProgress } from '../run-progress';

/** A host as a run knows it: what xapi says, and what a look at it showed or why there was none. */
export interface InspectedHost {
  readonly host: HostRef;
  readonly slice: HostSlice;
  readonly inspection: HostInspection | null;
  readonly error: ErrorFacts | null;
}

/** Looks at every host at once. A host that cannot be looked at is kept with its error. */
export const inspect = (
  pool: string,
  slices: readonly HostSlice[],
  progress: RunProgress,
): Promise<readonly InspectedHost[]> => Promise.all(slices.map((slice) => inspectOne(pool, slice, progress)));

async function inspectOne(pool: string, slice: HostSlice, progress: RunProgress): Promise<InspectedHost> {
  const host = hostRef(slice.host);
  const { name } = host;
  progress.host(name, 'inspecting');
  try {
    const inspection = await reading(`${name}: ethtool -k`).inspectHost({
      pool,
      host,
      devices: sliceDevices(slice),
      bridgeDevices: otherDevices(slice),
    });
    progress.host(name, 'inspected');
    return { host, slice, inspection, error: null };
  } catch (error) {
    if (isCancellation(error)) throw error;
    const facts = errorFacts(error, name);
    progress.host(name, 'failed', facts.message);
    return { host, slice, inspection: null, error: facts };
  }
}
