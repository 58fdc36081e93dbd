import type { ErrorFacts } from './errors';
import type { HostDetection } from './inspection';
import type { PlannedChange } from './plan';
import type { Policy } from './policy';

/**
 * Why a capture heard nothing of a host: tcpdump failed on every NIC. Null where it could listen somewhere, or where NICs are
 * switched off, since nothing passes there. Where it failed on some alone, their verdicts say so.
 */
export function whyUnheard({ nics }: HostDetection, host: string): ErrorFacts | null {
  const seen = Object.values(nics);
  if (seen.some((nic) => nic.problem === null || nic.in.packets + nic.out.packets > 0)) return null;
  const problem = seen.flatMap((nic) => (nic.problem === null || isSwitchedOff(nic.problem) ? [] : [nic.problem]))[0];
  return problem === undefined ? null : { type: 'CaptureFailed', message: `tcpdump: ${problem}`, host };
}

/** libpcap's words; those of 3.9 are the kernel's. */
const isSwitchedOff = (problem: string): boolean => /(That device is not up|Network is down)$/.test(problem);

/**
 * What keeps a host from being planned: `evidence` knows too little of one that could not be heard, unless others heard damage
 * that it sends. Other policies plan without packets.
 */
export const whyNotPlanned = (
  policy: Policy,
  { proofs }: Pick<PlannedChange, 'proofs'>,
  captureError: ErrorFacts | null,
): ErrorFacts | null =>
  policy.kind !== 'evidence' || proofs.some(({ damage }) => damage.length > 0) ? null : captureError;
