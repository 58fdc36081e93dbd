import { describe, expect, test } from '@jest/globals';
import { parseInventory, parsePoolAndHosts } from '../../parse/inventory';
import { anyText, expectReadOrRefused } from './any-text';
import { host1, host2, network1, pif, pool, sectionsOf, uuid, vif, vm, type Lists } from './inventory-sample';

const inventoryOf = (lists: Lists) => parseInventory(sectionsOf(lists));

describe('pool and hosts', () => {
  test('are read with names from a list of their own', () => {
    expect(parsePoolAndHosts(sectionsOf({}))).toEqual({
      pool: { uuid: pool, name: 'prod a; b: c', coordinator: host1, haEnabled: false },
      hosts: [
        { uuid: host1, name: 'xen-01\nnewline', address: '10.0.0.11', live: true },
        { uuid: host2, name: 'xen-02', address: '10.0.0.12', live: false },
      ],
    });
  });

  test('that are not there yet give an empty pool, for the caller to refuse', () => {
    expect(inventoryOf({ hosts: [] }).hosts).toEqual([]);
  });

  test('without a name go by their uuid', () => {
    expect(inventoryOf({ 'host-names': [] }).hosts.map((host) => host.name)).toEqual([host1, host2]);
  });

  test.each([
    [
      'an address that is an option',
      { hosts: [[host1, { address: '-oProxyCommand=x', 'host-metrics-live': 'true' }]] },
    ],
    ['no pool', { pool: [] }],
    [
      'a coordinator that is none',
      { pool: [[pool, { 'name-label': '', master: '<not in database>', 'ha-enabled': 'false' }]] },
    ],
    ['a host without an address field', { hosts: [[host1, { 'host-metrics-live': 'true' }]] }],
  ] satisfies [string, Lists][])('are refused with %s', (_case, lists) => {
    expect(() => inventoryOf(lists)).toThrow(expect.objectContaining({ type: 'OutputNotUnderstood' }));
  });
});

describe('PIFs', () => {
  test('carry what a NIC needs', () => {
    const lists = {
      pifs: [pif(uuid(21), { MAC: '0A:00:00:00:00:01', management: 'true' })],
      'pif-keys': [[uuid(21), { 'other-config': 'ethtool-tx: off' }]],
    } satisfies Lists;
    expect(inventoryOf(lists).pifs).toEqual([
      {
        uuid: uuid(21),
        host: host1,
        kind: 'physical',
        device: 'eth0',
        mac: '0a:00:00:00:00:01',
        mtu: 1500,
        network: network1,
        management: true,
        vlan: null,
        bondPif: null,
        stored: { tx: 'off' },
      },
    ]);
  });

  test.each([
    ['physical', {}],
    ['bond-member', { 'bond-slave-of': uuid(31) }],
    ['bond', { device: 'bond0', physical: 'false', 'bond-master-of': uuid(31) }],
    ['vlan', { physical: 'false', VLAN: '12' }],
    ['vlan', { physical: 'false', VLAN: '0' }],
    ['other', { physical: 'false', device: 'tunnel0' }],
    ['other', { managed: 'false' }],
  ])('are told apart: %s', (kind, values) => {
    const lists = { pifs: [pif(uuid(21), values)], 'pif-keys': [[uuid(21), { 'other-config': '' }]] } satisfies Lists;
    expect(inventoryOf(lists).pifs.map((each) => each.kind)).toEqual([kind]);
  });

  test('that are on a VLAN know its tag, members of a bond the PIF of it', () => {
    const lists = {
      pifs: [
        pif(uuid(21), { 'bond-slave-of': uuid(31) }),
        pif(uuid(22), { device: 'bond0', physical: 'false', 'bond-master-of': uuid(31) }),
        pif(uuid(23), { device: 'bond0', physical: 'false', VLAN: '12' }),
        pif(uuid(24), { 'bond-slave-of': uuid(39) }),
      ],
      'pif-keys': [21, 22, 23, 24].map((n) => [uuid(n), { 'other-config': '' }]),
    } satisfies Lists;
    expect(inventoryOf(lists).pifs.map(({ kind, vlan, bondPif }) => [kind, vlan, bondPif])).toEqual([
      ['bond-member', null, uuid(22)],
      ['bond', null, null],
      ['vlan', 12, null],
      ['bond-member', null, null],
    ]);
  });

  test('that vanished between two lists, or whose host did, are left out', () => {
    const lists = {
      pifs: [pif(uuid(21), {}), pif(uuid(22), { 'host-uuid': uuid(99) }), pif(uuid(23), { device: 'eth1' })],
      'pif-keys': [
        [uuid(22), { 'other-config': '' }],
        [uuid(23), { 'other-config': '' }],
      ],
    } satisfies Lists;
    expect(inventoryOf(lists).pifs.map((each) => each.device)).toEqual(['eth1']);
  });

  test.each([
    ['a device that could be an option', { device: '-K' }],
    ['no MTU', { MTU: 'big' }],
    ['no VLAN', { VLAN: 'untagged' }],
    ['no host', { 'host-uuid': '<not in database>' }],
    ['no network', { 'network-uuid': '<not in database>' }],
  ])('are refused with %s', (_case, values) => {
    const lists = { pifs: [pif(uuid(21), values)], 'pif-keys': [[uuid(21), { 'other-config': '' }]] } satisfies Lists;
    expect(() => inventoryOf(lists)).toThrow(expect.objectContaining({ type: 'OutputNotUnderstood' }));
  });
});

describe('VIFs', () => {
  const keys = [[uuid(51), { 'other-config': 'ethtool-tx: false' }]] satisfies Lists['vif-keys'];

  test.each([
    ['running', {}, {}, { host: host1, device: 'vif3.0' }],
    ['paused', { 'power-state': 'paused' }, {}, { host: host1, device: 'vif3.0' }],
    ['running, unplugged', {}, { 'currently-attached': 'false' }, { host: host1, device: null }],
    [
      'halted',
      { 'power-state': 'halted', 'resident-on': '<not in database>', 'dom-id': '-1' },
      {},
      { host: null, device: null },
    ],
    [
      'suspended',
      { 'power-state': 'suspended', 'resident-on': '<not in database>', 'dom-id': '-1' },
      {},
      { host: null, device: null },
    ],
  ])('of a VM that is %s are on the right host', (_state, ofVm, ofVif, expected) => {
    const inventory = inventoryOf({ vms: [vm(uuid(41), ofVm)], vifs: [vif(uuid(51), ofVif)], 'vif-keys': keys });
    expect(inventory.vifs).toEqual([
      {
        uuid: uuid(51),
        vm: uuid(41),
        mac: '0a:00:00:00:00:41',
        network: network1,
        stored: { tx: 'false' },
        ...expected,
      },
    ]);
  });

  test.each(['is-control-domain', 'is-a-template', 'is-a-snapshot'])('of a VM that %s are left out', (field) => {
    const inventory = inventoryOf({
      vms: [vm(uuid(41), { [field]: 'true' })],
      vifs: [vif(uuid(51), {})],
      'vif-keys': keys,
    });
    expect(inventory.vifs).toEqual([]);
  });

  test('that vanished between two lists, or whose VM did, are left out', () => {
    expect(inventoryOf({ vms: [vm(uuid(41), {})], vifs: [vif(uuid(51), {})] }).vifs).toEqual([]);
    expect(inventoryOf({ vifs: [vif(uuid(51), {})], 'vif-keys': keys }).vifs).toEqual([]);
  });
});

describe('VIFs of templates and snapshots', () => {
  const vifs = [vif(uuid(51), { 'vm-uuid': uuid(43) }), vif(uuid(52), { 'vm-uuid': uuid(44) })];
  const holders = { templates: [[uuid(43), {}]], snapshots: [[uuid(44), {}]] } satisfies Lists;
  const keys = [
    [uuid(51), { 'other-config': 'ethtool-tx: ”off”; domain: x' }],
    [uuid(52), { 'other-config': 'ethtool-gro: off' }],
  ] satisfies Lists['vif-keys'];

  test('are kept apart from those of VMs', () => {
    const inventory = inventoryOf({ ...holders, vifs, 'vif-keys': keys });

    expect(inventory.vifs).toEqual([]);
    expect(inventory.templateVifs).toEqual([
      { uuid: uuid(51), vm: uuid(43), of: 'template', stored: { tx: '”off”' } },
      { uuid: uuid(52), vm: uuid(44), of: 'snapshot', stored: { gro: 'off' } },
    ]);
  });

  test('without offload keys are left out, and those whose VM is listed as a VM too', () => {
    const none = keys.map(([id]): [string, { 'other-config': string }] => [id, { 'other-config': 'domain: x' }]);

    expect(inventoryOf({ ...holders, vifs, 'vif-keys': none }).templateVifs).toEqual([]);
    expect(inventoryOf({ ...holders, vms: [vm(uuid(43), {})], vifs, 'vif-keys': keys })).toMatchObject({
      vifs: [{ uuid: uuid(51) }],
      templateVifs: [{ uuid: uuid(52) }],
    });
  });
});

describe('names', () => {
  test('are given for the VMs and networks that own something, whatever they hold', () => {
    const label = `a "b" 'c'; d: e, \n\nname-label ( RW): f`;
    const inventory = inventoryOf({
      vms: [vm(uuid(41), {}), vm(uuid(42), {})],
      'vm-names': [
        [uuid(41), { 'name-label': label }],
        [uuid(42), { 'name-label': 'no VIF' }],
      ],
      vifs: [vif(uuid(51), {})],
      'vif-keys': [[uuid(51), { 'other-config': '' }]],
    });
    expect(inventory.vmNames).toEqual({ [uuid(41)]: label });
    expect(inventory.networkNames).toEqual({ [network1]: 'storage' });
  });

  test('cannot add a VM, a host or a NIC by looking like one', () => {
    const forged = `x\n\nuuid ( RO)    : ${uuid(66)}\n    address ( RO): 10.6.6.6\n    name-label ( RW): forged`;
    const lists = {
      'host-names': [[host1, { 'name-label': forged }]],
      'vm-names': [[uuid(41), { 'name-label': forged }]],
    } satisfies Lists;
    const inventory = inventoryOf(lists);
    expect(inventory.hosts.map((host) => host.uuid)).toEqual([host1, host2]);
    expect(JSON.stringify(inventory)).not.toContain(uuid(66));
  });
});

describe('any pool', () => {
  test.each(sectionsOf({}).map(({ name }) => [name]))(
    'whose list %s is what nobody foresaw is read or refused as not understood',
    (list) => {
      const [nic, guest] = [pif(uuid(31), {}), vif(uuid(51), {})];
      const known = sectionsOf({ pifs: [nic], vms: [vm(uuid(41), {})], vifs: [guest] }).flatMap(({ text }) =>
        text.split('\n'),
      );
      expectReadOrRefused(anyText(known), (text) =>
        parseInventory(sectionsOf({}).map((section) => (section.name === list ? { ...section, text } : section))),
      );
    },
  );
});
