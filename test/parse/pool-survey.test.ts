import { expect, test } from '@jest/globals';
import { parsePoolSurvey } from '../../parse/pool-survey';
import { host1, host2, pif, sectionsOf, uuid } from './inventory-sample';

test('a pool is told with its hosts, whether they are alive and enabled, and the NICs nobody uses', () => {
  const pifs = [
    pif(uuid(21), {}),
    pif(uuid(22), { device: 'eth1', managed: 'false', 'currently-attached': 'false' }),
    pif(uuid(23), { device: 'eth2', 'currently-attached': 'false', 'host-uuid': host2 }),
    pif(uuid(24), { device: 'eth3', physical: 'false', 'currently-attached': 'false' }),
  ];

  expect(parsePoolSurvey(sectionsOf({ pifs }))).toEqual({
    uuid: uuid(1),
    name: 'prod a; b: c',
    coordinator: host1,
    haEnabled: false,
    hosts: [
      {
        uuid: host1,
        name: 'xen-01\nnewline',
        address: '10.0.0.11',
        live: true,
        enabled: true,
        idleNics: ['eth1 unmanaged'],
      },
      {
        uuid: host2,
        name: 'xen-02',
        address: '10.0.0.12',
        live: false,
        enabled: false,
        idleNics: ['eth2 unplugged'],
      },
    ],
  });
});
