import { fail, type Answer } from '../answer';
import type { ArmedFaults } from '../faults/armed-faults';

/** What tcpdump says that may not listen; null where it may. */
export function struckCapture(host: string, device: string, faults: ArmedFaults): Answer | null {
  const struck = faults.strikeHost(host, 'tcpdump-refuses', (fault) => (fault.device ?? device) === device);
  return struck === null
    ? null
    : fail(
        1,
        `tcpdump: ${device}: You don't have permission to capture on that device\n(socket: Operation not permitted)\n`,
      );
}
