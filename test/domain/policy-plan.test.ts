import { expect, test } from '@jest/globals';
import { planByPolicy } from '../../domain/policy-plan';
import type { Policy } from '../../domain/policy';
import { verdictOf, type NicVerdict, type Verdict } from '../../domain/verdict';
import { allOn, host, nic, packed } from './sample-pool';

const eth0 = nic(1, 1, 'eth0');
const eth1 = nic(2, 1, 'eth1');
const slice = { host: host(1), nics: [eth0, eth1], vifs: [], otherPifs: [] };
const features = packed({ eth0: allOn, eth1: { ...allOn, 'large-receive-offload': 'on' } });

/** What is planned where eth1 is judged so, and eth0 healthy. */
const planned = (policy: Policy, verdict: NicVerdict, found = features) =>
  planByPolicy(
    policy,
    slice,
    found,
    new Map([
      [eth0.uuid, verdictOf('healthy', '')],
      [eth1.uuid, verdict],
    ]),
    'both',
  );

const judged = (verdict: Exclude<Verdict, 'no-evidence'>, more: Partial<NicVerdict> = {}): NicVerdict => ({
  ...verdictOf(verdict, 'as was seen'),
  ...more,
});
const evidence: Policy = { kind: 'evidence' };
const onTrial: Policy = { kind: 'evidence', trial: true };
const spared: Policy = { kind: 'evidence', spared: [eth1.uuid] };

test.each<[string, Policy, NicVerdict, string[]]>([
  ['a NIC proved to send damage gets tx off', evidence, judged('sends-damage'), ['tx']],
  ['a NIC that may send damage is left alone', evidence, judged('may-send-damage'), []],
  ['a NIC that may send damage gets tx off on trial', onTrial, judged('may-send-damage'), ['tx']],
  ['a NIC that receives damage is left alone, on trial too', onTrial, judged('receives-damage'), []],
  ['a receiver that is suspect is left alone, on trial too', onTrial, judged('suspect-receiver'), []],
  ['a NIC that merges what it forwards gets lro off', evidence, judged('healthy', { mergesForwarded: true }), ['lro']],
  ['a NIC that tx off did not cure before is spared it', spared, judged('sends-damage'), []],
  ['and on trial', { ...spared, trial: true }, judged('may-send-damage'), []],
  ['and is not spared lro off', spared, judged('sends-damage', { mergesForwarded: true }), ['lro']],
  ['a NIC with both faults gets both off', evidence, judged('sends-damage', { mergesForwarded: true }), ['tx', 'lro']],
])('%s', (_, policy, verdict, modes) => {
  const { live, stored, proofs } = planned(policy, verdict);

  expect(live.map(({ device, set }) => [device, Object.keys(set)])).toEqual(
    modes.length === 0 ? [] : [['eth1', modes]],
  );
  expect(stored.map(({ object }) => object.uuid)).toEqual(modes.length === 0 ? [] : [eth1.uuid]);
  expect(proofs.map(({ device, mode }) => [device, mode])).toEqual(modes.map((mode) => ['eth1', mode]));
});

test('a change carries what proved it, and where a cure must show', () => {
  const damage = [
    { sender: '02:00:00:00:00:02', receiver: eth0.uuid, at: 'host-2 eth0', counts: { judged: 9, bad: 9 } },
  ];

  expect(planned(evidence, judged('sends-damage', { damage })).proofs).toEqual([
    { nic: eth1.uuid, device: 'eth1', mode: 'tx', because: 'as was seen', damage, onTrial: false },
  ]);
});

test('only what is not proved is on trial', () => {
  const proofOf = (verdict: 'sends-damage' | 'may-send-damage') =>
    planned(onTrial, judged(verdict)).proofs.map((proof) => proof.onTrial);

  expect([proofOf('sends-damage'), proofOf('may-send-damage')]).toEqual([[false], [true]]);
});

test('a mode that is off already is not what is wrong: nothing is planned, not even to store it', () => {
  const found = packed({ eth0: allOn, eth1: { ...allOn, 'tx-checksumming': 'off' } });
  const verdicts = new Map([[eth1.uuid, judged('sends-damage')]]);

  expect(planByPolicy(evidence, slice, found, verdicts, 'both')).toMatchObject({ live: [], stored: [], proofs: [] });
});
