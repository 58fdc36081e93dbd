import { describe, expect, test } from '@jest/globals';
import { featuresOf, type FeatureSet } from '../../domain/features';
import { isPifUuid, isVifUuid, isVmUuid } from '../../domain/ids';
import type { NetworkBackend } from '../../domain/inspection';
import type { HostSlice, Pif, StoredModes, TemplateVif } from '../../domain/inventory';
import { hostStoredFindings, poolStoredFindings } from '../../domain/stored-finding';
import { allOn, host, nic, packed, uuid, vif } from './sample-pool';

const pifUuid = (n: number) => uuid(isPifUuid, n);
const off: FeatureSet = { ...allOn, 'tx-checksumming': 'off', 'tcp-segmentation-offload': 'off' };

function findings(
  parts: Partial<Omit<HostSlice, 'host'>>,
  devices: Readonly<Record<string, FeatureSet>> = { eth0: allOn },
  backend: NetworkBackend = 'openvswitch',
) {
  const slice = { host: host(1), nics: [], vifs: [], otherPifs: [], ...parts };
  const features = packed(devices);
  return hostStoredFindings(slice, { backend, features: (device) => featuresOf(features, device) });
}

const told = (found: ReturnType<typeof findings>): readonly string[] =>
  found.map(({ kind, target, what }) => `${target} ${kind}: ${what}`);

const plug = (n: number): string =>
  `In force after xe pif-plug uuid=${pifUuid(n)} (also while it is attached), a toolstack restart, or a reboot of the host.`;

describe('a key of a NIC', () => {
  const without = (name: string): FeatureSet => Object.fromEntries(Object.entries(allOn).filter(([n]) => n !== name));

  test.each<[string, StoredModes, FeatureSet, readonly string[]]>([
    ['in force is none', { tx: 'off' }, off, []],
    ['in force as true or false is none', { tx: 'false', gro: 'true' }, off, []],
    ['not in force is one', { tx: 'off' }, allOn, ['eth0 not-in-force: tx is on, stored off']],
    ['on and found off is one', { tso: 'on' }, off, ['eth0 not-in-force: tso is off, stored on']],
    ['in typographic quotes is one', { tx: '”off”' }, off, ['eth0 ineffective: ethtool-tx=”off”']],
    ['in upper case is one', { tx: 'Off' }, allOn, ['eth0 ineffective: ethtool-tx=Off']],
    ['that is a number is one', { tx: '0' }, allOn, ['eth0 ineffective: ethtool-tx=0']],
    ['that is empty is one', { tx: '' }, allOn, ['eth0 ineffective: ethtool-tx=']],
    ['fixed by the driver as stored is none', { lro: 'off' }, allOn, []],
    [
      'fixed otherwise is one',
      { tx: 'off' },
      { ...allOn, 'tx-checksumming': 'fixed-on' },
      ['eth0 ineffective: tx is fixed-on, stored off'],
    ],
    ['off for a mode the device does not have is none', { ufo: 'off' }, without('udp-fragmentation-offload'), []],
    [
      'on for a mode the device does not have is one',
      { ufo: 'on' },
      without('udp-fragmentation-offload'),
      ['eth0 ineffective: ufo is absent, stored on'],
    ],
    ['gro is read', { gro: 'off' }, allOn, ['eth0 not-in-force: gro is on, stored off']],
  ])('%s', (_, stored, features, expected) => {
    expect(told(findings({ nics: [nic(1, 1, 'eth0', { stored })] }, { eth0: features }))).toEqual(expected);
  });

  test('of a device that is gone from the host is none: nobody knows what is in force', () => {
    expect(findings({ nics: [nic(1, 1, 'eth9', { stored: { tx: 'off' } })] })).toEqual([]);
  });

  test('on, asked for and waiting for another mode is one that no plug puts into force', () => {
    const waiting: FeatureSet = { ...off, 'tcp-segmentation-offload': 'off-requested-on' };

    expect(
      findings({ nics: [nic(1, 1, 'eth0', { stored: { tx: 'off', tso: 'on' } })] }, { eth0: waiting }),
    ).toMatchObject([
      { kind: 'not-in-force', what: 'tso is off, stored on', why: expect.stringMatching(/waits for a mode it needs/) },
    ]);
  });

  test('not in force is told with the plug that puts it into force', () => {
    expect(findings({ nics: [nic(1, 1, 'eth0', { stored: { tx: 'off' } })] })).toEqual([
      {
        kind: 'not-in-force',
        host: 'host-1',
        target: 'eth0',
        object: pifUuid(1),
        mode: 'tx',
        key: 'ethtool-tx',
        value: 'off',
        what: 'tx is on, stored off',
        why: 'xapi applies it when it brings the PIF up: it was stored later, or ethtool changed the mode since.',
        cure: plug(1),
      },
    ]);
  });

  test.each<[string, Pif['bondPif'], string]>([
    [
      'its bond',
      pifUuid(9),
      `In force after xe pif-plug uuid=${pifUuid(9)} (of its bond: a member itself cannot be plugged), ` +
        'a toolstack restart, or a reboot of the host.',
    ],
    [
      'a bond that nobody knows',
      null,
      'In force after a plug of the PIF of its bond, a toolstack restart, or a reboot of the host.',
    ],
  ])('of a bond member waits for the plug of %s', (_, bondPif, cure) => {
    const member = nic(1, 1, 'eth0', { kind: 'bond-member', bondPif, stored: { tx: 'off' } });
    expect(findings({ nics: [member] }).map((each) => each.cure)).toEqual([cure]);
  });

  test.each([
    [
      '”Off”',
      'stands in typographic quotes',
      `Store off: xe pif-param-set uuid=${pifUuid(1)} other-config:ethtool-tx=off.`,
    ],
    ['1', 'is a number', `Store on: xe pif-param-set uuid=${pifUuid(1)} other-config:ethtool-tx=on.`],
    [
      'maybe',
      'is another word',
      `Store on or off: xe pif-param-set uuid=${pifUuid(1)} other-config:ethtool-tx=on (or off).`,
    ],
  ])('that xapi ignores, %s, is told with what to store and when that is in force', (tx, fault, store) => {
    expect(findings({ nics: [nic(1, 1, 'eth0', { stored: { tx } })] })).toMatchObject([
      { why: `xapi takes only on, true, off and false; this value ${fault}.`, cure: `${store} ${plug(1)}` },
    ]);
  });

  test('that the driver does not let take effect is told so', () => {
    const stored = { tx: 'off', ufo: 'on' };
    const features = { ...without('udp-fragmentation-offload'), 'tx-checksumming': 'fixed-on' as const };
    expect(findings({ nics: [nic(1, 1, 'eth0', { stored })] }, { eth0: features })).toMatchObject([
      {
        why: 'It cannot take effect: the driver of eth0 fixes tx.',
        cure: `Remove it: xe pif-param-remove uuid=${pifUuid(1)} param-name=other-config param-key=ethtool-tx.`,
      },
      { why: 'It cannot take effect: eth0 has no ufo.' },
    ]);
  });
});

describe('a key of a PIF that is no NIC', () => {
  const vlan = nic(2, 1, 'eth0', { kind: 'vlan', vlan: 42, stored: { tx: 'off' } });
  const bond = nic(3, 1, 'bond0', { kind: 'bond', stored: { tx: 'off' } });
  const members = [2, 3].map((n) => nic(n + 10, 1, `eth${String(n)}`, { kind: 'bond-member', bondPif: bond.uuid }));
  const bridgeDevices = { 'eth0.42': allOn, bond0: allOn };
  const remove = (n: number): string =>
    `xe pif-param-remove uuid=${pifUuid(n)} param-name=other-config param-key=ethtool-tx.`;

  test('does nothing on Open vSwitch, whatever the value, and is told with the NIC or members that count', () => {
    const found = findings({ nics: [nic(1, 1, 'eth0'), ...members], otherPifs: [vlan, bond] });

    expect(told(found)).toEqual([
      'eth0.42 ineffective: ethtool-tx=off on a VLAN PIF',
      'bond0 ineffective: ethtool-tx=off on a bond PIF',
    ]);
    expect(found.map(({ why, cure }) => [why, cure])).toEqual([
      [
        'On Open vSwitch a VLAN has no device of its own, and xapi passes its keys over.',
        `Store it on what is below, eth0 (PIF ${pifUuid(1)}), and remove it here: ${remove(2)}`,
      ],
      [
        'On Open vSwitch a bond has no device of its own, and xapi passes its keys over.',
        `Store it on its members, eth2 (PIF ${pifUuid(12)}) and eth3 (PIF ${pifUuid(13)}), and remove it here: ${remove(3)}`,
      ],
    ]);
  });

  test('names the bond below a VLAN, and the members without their names where those are not selected', () => {
    const found = findings({ otherPifs: [{ ...vlan, device: bond.device }, bond] });

    expect(found.map(({ target, cure }) => [target, cure])).toEqual([
      ['bond0.42', `Store it on what is below, bond0, and remove it here: ${remove(2)}`],
      ['bond0', `Store it on its members and remove it here: ${remove(3)}`],
    ]);
  });

  test('with a wrong value is told of that too', () => {
    expect(findings({ otherPifs: [{ ...vlan, stored: { tx: 'Off' } }] })).toMatchObject([
      {
        what: 'ethtool-tx=Off on a VLAN PIF',
        why:
          'On Open vSwitch a VLAN has no device of its own, and xapi passes its keys over. ' +
          'Besides, the value is in upper case.',
      },
    ]);
  });

  test('is judged by its device on a Linux bridge', () => {
    const otherPifs = [vlan, bond, { ...vlan, stored: { tx: '0' } }];

    expect(told(findings({ otherPifs }, bridgeDevices, 'bridge'))).toEqual([
      'eth0.42 not-in-force: tx is on, stored off',
      'bond0 not-in-force: tx is on, stored off',
      'eth0.42 ineffective: ethtool-tx=0',
    ]);
    expect(findings({ otherPifs: [vlan, bond] }, { 'eth0.42': off, bond0: off }, 'bridge')).toEqual([]);
  });

  test('waits for a plug on a Linux bridge; a toolstack restart brings up bonds only', () => {
    expect(findings({ otherPifs: [vlan, bond] }, bridgeDevices, 'bridge').map(({ cure }) => cure)).toEqual([
      `In force after xe pif-plug uuid=${pifUuid(2)} (also while it is attached).`,
      plug(3),
    ]);
  });

  test.each<NetworkBackend>(['openvswitch', 'bridge'])(
    'does nothing where xapi manages no NIC, also on %s',
    (backend) => {
      const tunnel = nic(4, 1, 'tunnel0', { kind: 'other', stored: { tx: 'off' } });
      expect(told(findings({ otherPifs: [tunnel] }, { tunnel0: allOn }, backend))).toEqual([
        'tunnel0 ineffective: ethtool-tx=off on a PIF that is no NIC of xapi',
      ]);
    },
  );
});

describe('a key of a VIF', () => {
  const at = { 'vif3.0': allOn };

  test.each<[string, StoredModes, readonly string[]]>([
    ['in force is none', { tx: 'on' }, []],
    ['not in force is one', { tx: 'off' }, ['vif3.0 not-in-force: tx is on, stored off']],
    ['for gro is never read, though gro is as stored', { gro: 'on' }, ['vif3.0 ineffective: ethtool-gro=on on a VIF']],
    ['for lro is never read', { lro: 'off' }, ['vif3.0 ineffective: ethtool-lro=off on a VIF']],
    ['of a wrong value is one', { tx: 'Off' }, ['vif3.0 ineffective: ethtool-tx=Off']],
  ])('%s', (_, stored, expected) => {
    expect(told(findings({ vifs: [vif(5, 1, 'vif3.0', { stored })] }, at))).toEqual(expected);
  });

  test('not in force is told with what builds a new backend', () => {
    expect(findings({ vifs: [vif(5, 1, 'vif3.0', { stored: { tx: 'off' } })] }, at)).toMatchObject([
      {
        object: uuid(isVifUuid, 5),
        why: 'xapi applies it when the VIF comes online: it was stored later, or ethtool changed the mode since.',
        cure:
          `In force after a full shutdown and start of its VM, xe vif-unplug and xe vif-plug uuid=${uuid(isVifUuid, 5)}, ` +
          'or a migration; after a reboot only where that builds a new domain.',
      },
    ]);
  });

  test('that is unplugged is none: its plug brings it into force', () => {
    expect(findings({ vifs: [vif(5, 1, null, { stored: { tx: 'off' } })] })).toEqual([]);
  });
});

describe('a key that belongs to no host', () => {
  const template = (of: TemplateVif['of'], stored: StoredModes): TemplateVif => ({
    uuid: uuid(isVifUuid, 7),
    vm: uuid(isVmUuid, 8),
    of,
    stored,
  });

  test('of a halted VM is right where the start will bring it into force, and else is told', () => {
    expect(poolStoredFindings([vif(6, null, null, { stored: { tx: 'off' } })], [])).toEqual([]);
    expect(poolStoredFindings([vif(6, null, null, { stored: { tx: '”off”', gro: 'off' } })], [])).toMatchObject([
      {
        host: 'halted VMs',
        target: uuid(isVifUuid, 6),
        what: 'ethtool-tx=”off”',
        cure: expect.stringMatching(/ethtool-tx=off\. In force after the next start of its VM\.$/),
      },
      { what: 'ethtool-gro=off on a VIF' },
    ]);
  });

  test.each([
    ['template' as const, 'VMs made from it'],
    ['snapshot' as const, 'VMs made from it or set back to it'],
  ])('of a %s takes effect only in %s', (of, made) => {
    expect(poolStoredFindings([], [template(of, { tx: 'off' })])).toMatchObject([
      {
        kind: 'ineffective',
        host: 'templates and snapshots',
        what: `ethtool-tx=off on a VIF of a ${of}`,
        why: `The ${of} (${uuid(isVmUuid, 8)}) runs nowhere: the key takes effect only in ${made}, which take it along.`,
        cure:
          'Leave it where that is meant, or remove it: ' +
          `xe vif-param-remove uuid=${uuid(isVifUuid, 7)} param-name=other-config param-key=ethtool-tx.`,
      },
    ]);
  });

  test('of a template with a wrong value takes effect in no VM made from it', () => {
    expect(poolStoredFindings([], [template('template', { tx: '0', lro: 'off' })])).toMatchObject([
      {
        what: 'ethtool-tx=0',
        why: 'xapi takes only on, true, off and false; this value is a number.',
        cure: expect.stringMatching(/ethtool-tx=off\. In force then in VMs made from it\.$/),
      },
      { what: 'ethtool-lro=off on a VIF of a template', why: 'xapi reads gro and lro of NICs only, never of a VIF.' },
    ]);
  });
});
