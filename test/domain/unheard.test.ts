import { expect, test } from '@jest/globals';
import type { NicDetection } from '../../domain/inspection';
import type { Policy } from '../../domain/policy';
import type { Proof } from '../../domain/proof';
import { whyNotPlanned, whyUnheard } from '../../domain/unheard';
import { counts, detection, saw } from './sample-detection';
import { nic } from './sample-pool';

const refused = saw({ problem: 'eth0: socket: Operation not permitted' });
const down = saw({ problem: 'eth1: That device is not up' });

test.each<[string, Readonly<Record<string, NicDetection>>, string | null]>([
  ['tcpdump listened on every NIC', { eth0: saw(), eth1: saw() }, null],
  ['tcpdump failed on every NIC', { eth0: refused, eth1: refused }, 'tcpdump: eth0: socket: Operation not permitted'],
  ['tcpdump failed on one NIC, and listened on another', { eth0: refused, eth1: saw() }, null],
  ['tcpdump failed after it had heard something', { eth0: saw({ ...refused, out: counts() }) }, null],
  ['every NIC is switched off', { eth0: down, eth1: saw({ problem: 'recvfrom: Network is down' }) }, null],
  [
    'one is switched off, and tcpdump failed on the other',
    { eth0: down, eth1: refused },
    'tcpdump: eth0: socket: Operation not permitted',
  ],
])('a host where %s was heard, or why not', (_, nics, message) => {
  expect(whyUnheard(detection(nics), 'xen-1')?.message ?? null).toBe(message);
});

const evidence: Policy = { kind: 'evidence' };
const lro: Proof = {
  ...{ nic: nic(1, 1, 'eth0').uuid, device: nic(1, 1, 'eth0').device, mode: 'lro' },
  ...{ because: 'it merges what it forwards', onTrial: false, damage: [] },
};
const heardBy = nic(2, 2, 'eth0');
const tx: Proof = {
  ...lro,
  mode: 'tx',
  damage: [
    { sender: '0a:00:00:00:00:01', receiver: heardBy.uuid, at: 'xen-2 eth0', counts: { judged: 300, bad: 300 } },
  ],
};

test.each<[string, Policy, readonly Proof[], boolean]>([
  ['where nothing is known of it', evidence, [], false],
  ['where something is wrong that takes no packets', evidence, [lro], false],
  ['where others heard the damage it sends', evidence, [lro, tx], true],
  ['by a policy that needs no packets', { kind: 'guests' }, [], true],
])('a host that could not be heard is planned, or not: %s', (_, policy, proofs, isPlanned) => {
  const error = { type: 'CaptureFailed' as const, message: 'tcpdump: no', host: 'xen-1' };

  expect(whyNotPlanned(policy, { proofs }, error)).toBe(isPlanned ? null : error);
});
