import type { Fault, FaultOf } from '../../standin/faults/fault';
import { sharedNamespace } from '../names';
import { uplink } from '../network';
import type { LabHost } from '../running-lab';
import { runToolIn, setFeatures } from '../run-tool';
import { whyNoDamage } from '../why-no-lab';

/** The one NIC that has hardware of its own at the switch. */
const nicWithHardware = 'eth1';

export type HardwareFault = FaultOf<'transmit-damaged' | 'receive-damaged'>;

export const isOfHardware = (fault: Fault): fault is HardwareFault =>
  fault.kind === 'transmit-damaged' || fault.kind === 'receive-damaged';

/** Throws Error where the lab cannot make the fault happen. */
export function requireHardware({ kind, device }: HardwareFault): void {
  if (device !== nicWithHardware) {
    throw new Error(
      `${device} cannot damage packets: in a lab only ${nicWithHardware} is plugged into a network of hosts`,
    );
  }
  const why = kind === 'receive-damaged' ? whyNoDamage() : null;
  if (why !== null) throw new Error(why);
}

/** Breaks the hardware of a host's NIC; the host's own features stay as they are. */
export const breakHardware = (lab: string, { number }: LabHost, fault: HardwareFault): Promise<void> =>
  fault.kind === 'transmit-damaged'
    ? setUplink(lab, number, 'tx on tso off tx-udp-segmentation off')
    : runRules(lab, [...noRules(number), ...damagingRules(number, fault.percent)]);

/** Takes away what `breakHardware` did. Repeated, it changes nothing. */
export const mendHardware = (lab: string, { number }: LabHost, { kind }: HardwareFault): Promise<void> =>
  kind === 'transmit-damaged' ? setUplink(lab, number, 'tx off') : runRules(lab, noRules(number));

/** With tx on the uplink leaves checksums as the host did: not filled in. It still cuts segments. */
const setUplink = (lab: string, number: number, features: string): Promise<void> =>
  setFeatures([`${uplink(number)} ${features}`], sharedNamespace(lab, 'switch'));

const noRules = (number: number): readonly string[] => [
  `add table netdev ${table(number)}`,
  `delete table netdev ${table(number)}`,
];

/**
 * Changes the two bytes behind the fixed part of an IPv4 header of 20 bytes that are TCP's urgent pointer, which even an
 * acknowledgement without payload has, or payload of UDP. Addressed from the start of the frame, so that nft does not
 * correct the checksum.
 */
const damagingRules = (number: number, percent: number): readonly string[] => [
  `add table netdev ${table(number)}`,
  `add chain netdev ${table(number)} in { type filter hook ingress device "${uplink(number)}" priority 0; }`,
  `add rule netdev ${table(number)} in meta protocol ip numgen random mod 100 < ${String(percent)} @ll,416,16 set 0xdead`,
];

const table = (number: number): string => `damage-${String(number)}`;

async function runRules(lab: string, rules: readonly string[]): Promise<void> {
  const words = ['nft', '-f', '-'];
  await runToolIn(sharedNamespace(lab, 'switch'), words, rules.map((rule) => `${rule}\n`).join(''));
}
