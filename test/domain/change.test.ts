import { expect, test } from '@jest/globals';
import { liveChanges, storedChanges, withEvidence } from '../../domain/change';
import { device, nic } from './sample-pool';

const eth1 = nic(2, 1, 'eth1');

test('a change carries what proved it, live and stored; one of another mode does not', () => {
  const changes = [
    ...liveChanges([{ device: device('eth1'), was: { tx: 'on', gso: 'on' }, set: { tx: 'off', gso: 'off' } }]),
    ...storedChanges([{ object: { kind: 'pif', uuid: eth1.uuid }, was: { tx: null }, set: { tx: 'off' } }]),
  ];
  const proof = {
    nic: eth1.uuid,
    device: device('eth1'),
    mode: 'tx' as const,
    because: 'as was seen',
    onTrial: false,
    damage: [],
  };

  expect(withEvidence(changes, [proof]).map(({ where, mode, evidence }) => [where, mode, evidence])).toEqual([
    ['live', 'tx', 'as was seen'],
    ['live', 'gso', undefined],
    ['xapi', 'tx', 'as was seen'],
  ]);
});
