import { expect, test } from '@jest/globals';
import { isNetworkUuid, isVifUuid, isVmUuid } from '../../domain/ids';
import { otherPifDevice } from '../../domain/inventory';
import { selectHosts, selectPoolSlice, selectSlice, selectTemplateVifs } from '../../domain/select';
import type { Selector } from '../../domain/selection';
import { host, nic, pool, uuid, vif } from './sample-pool';

const inventory = {
  ...pool({
    hosts: [host(1), host(2)],
    pifs: [
      nic(1, 1, 'eth0', { management: true }),
      nic(2, 1, 'eth1', { network: uuid(isNetworkUuid, 2) }),
      nic(3, 1, 'bond0', { kind: 'bond' }),
      nic(4, 2, 'eth0'),
    ],
    vifs: [vif(5, 1, 'vif1.0'), vif(6, null, null)],
  }),
  vmNames: { [uuid(isVmUuid, 5)]: "web, 'a'; b", [uuid(isVmUuid, 6)]: 'halted' },
  networkNames: { [uuid(isNetworkUuid, 1)]: 'lan', [uuid(isNetworkUuid, 2)]: 'storage' },
};

const selected = (only: Selector[], exclude: Selector[] = []) => {
  const selection = { only, exclude };
  return selectHosts(inventory, selection).flatMap((each) => {
    const slice = selectSlice(inventory, each, selection);
    return [...slice.nics, ...slice.vifs].map(({ device }) => `${each.name} ${String(device)}`);
  });
};

test.each<[string, Selector[], Selector[], string[]]>([
  [
    'everything that has offloads, the management NIC last',
    [],
    [],
    ['host-1 eth1', 'host-1 eth0', 'host-1 vif1.0', 'host-2 eth0'],
  ],
  ['one host by name', [{ kind: 'host', name: 'host-2' }], [], ['host-2 eth0']],
  ['one NIC name on every host, and no VIF', [{ kind: 'nic', name: 'eth0' }], [], ['host-1 eth0', 'host-2 eth0']],
  ['a VM by a label with quotes and separators', [{ kind: 'vm', name: "web, 'a'; b" }], [], ['host-1 vif1.0']],
  ['a network', [{ kind: 'network', name: 'storage' }], [], ['host-1 eth1']],
  ['all but a NIC', [], [{ kind: 'nic', name: 'eth0' }], ['host-1 eth1', 'host-1 vif1.0']],
  [
    'a host but one of its NICs',
    [{ kind: 'host', name: 'host-1' }],
    [{ kind: 'nic', name: 'eth1' }],
    ['host-1 eth0', 'host-1 vif1.0'],
  ],
  ['nothing for a name that nothing has', [{ kind: 'host', name: 'host-9' }], [], []],
])('selects %s', (_, only, exclude, expected) => {
  expect(selected(only, exclude)).toEqual(expected);
});

test.each<[string, Selector[], Selector[], number]>([
  ['are selected by default', [], [], 1],
  ['are selected by their VM', [{ kind: 'vm', name: 'halted' }], [], 1],
  ['are left out when a host is named: they belong to none', [{ kind: 'host', name: 'host-1' }], [], 0],
  ['are left out when excluded', [], [{ kind: 'vm', name: 'halted' }], 0],
])('VIFs of halted VMs %s', (_, only, exclude, count) => {
  expect(selectPoolSlice(inventory, { only, exclude })).toHaveLength(count);
});

const keyed = {
  ...inventory,
  pifs: [
    ...inventory.pifs,
    nic(7, 1, 'eth1', { kind: 'vlan', vlan: 42, stored: { tx: 'off' } }),
    nic(8, 1, 'bond1', { kind: 'bond', stored: { tx: 'off' } }),
  ],
  templateVifs: [
    { uuid: uuid(isVifUuid, 9), vm: uuid(isVmUuid, 9), of: 'template' as const, stored: { tx: 'off' } },
    { uuid: uuid(isVifUuid, 10), vm: uuid(isVmUuid, 10), of: 'snapshot' as const, stored: { tx: 'off' } },
  ],
};

test.each<[string, Selector[], Selector[], string[]]>([
  ['are selected where they hold keys', [], [], ['eth1.42', 'bond1']],
  ['are selected by the device that xapi tells', [{ kind: 'nic', name: 'eth1' }], [], ['eth1.42']],
  ['are left out when excluded', [], [{ kind: 'nic', name: 'bond1' }], ['eth1.42']],
])('PIFs that are no NICs %s, and are never among the NICs', (_, only, exclude, expected) => {
  const { nics, otherPifs } = selectSlice(keyed, host(1), { only, exclude });

  expect(otherPifs.map(otherPifDevice)).toEqual(expected);
  expect(nics.map(({ kind }) => kind)).not.toContain('vlan');
});

test.each<[string, Selector[], Selector[], number]>([
  ['are selected by default', [], [], 2],
  ['are selected by uuid', [{ kind: 'vm', name: uuid(isVmUuid, 9) }], [], 1],
  ['are left out when a host is named', [{ kind: 'host', name: 'host-1' }], [], 0],
  ['are left out when excluded', [], [{ kind: 'vm', name: uuid(isVmUuid, 9) }], 1],
])('VIFs of templates and snapshots %s', (_, only, exclude, count) => {
  expect(selectTemplateVifs(keyed, { only, exclude })).toHaveLength(count);
});
