import { featuresOf } from '../../domain/features';
import { storedMeaning } from '../../domain/stored';
import { isFinding, judgeNic } from '../../domain/verdict';
import type { DetectedHost } from './detect';

/** How many findings the pool has: NICs whose packets prove a fault, and stored values that xapi ignores. */
export const judge = (hosts: readonly DetectedHost[]): number =>
  hosts.reduce((sum, host) => sum + nicFindings(host) + ineffectiveValues(host), 0);

function nicFindings({ inspection, detection }: DetectedHost): number {
  if (inspection === null || detection === null) return 0;
  return Object.entries(detection.nics).filter(([device, counts]) => {
    const features = featuresOf(inspection.features, device);
    return features !== undefined && isFinding(judgeNic(counts, features));
  }).length;
}

const ineffectiveValues = ({ slice }: DetectedHost): number =>
  [...slice.nics, ...slice.vifs]
    .flatMap((object) => Object.values(object.stored))
    .filter((value) => storedMeaning(value) === 'ineffective').length;
