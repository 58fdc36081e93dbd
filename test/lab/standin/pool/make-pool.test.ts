import { describe, expect, test } from '@jest/globals';
import { isDeviceName, isHostUuid, isPifUuid, isVifUuid } from '../../../../domain/ids';
import { makePool } from '../../../../lab/standin/pool/make-pool';

describe('a pool made to practise on', () => {
  test('is the same for the same seed, and another for another', () => {
    expect(makePool({ hosts: 3, seed: 'a' })).toEqual(makePool({ hosts: 3, seed: 'a' }));
    expect(makePool({ hosts: 3, seed: 'a' }).xapi.pool.uuid).not.toBe(makePool({ hosts: 3, seed: 'b' }).xapi.pool.uuid);
  });

  test('has every kind of PIF, VM and VIF', () => {
    const { xapi } = makePool({ hosts: 2, seed: 'a' });
    expect(xapi.pifs.filter((pif) => pif.host === xapi.pool.master)).toMatchObject([
      { device: 'eth0', physical: true, management: true },
      { device: 'eth1', physical: true },
      { device: 'eth2', bondSlaveOf: xapi.bonds[0]?.uuid },
      { device: 'eth3', bondSlaveOf: xapi.bonds[0]?.uuid },
      { device: 'bond0', physical: false, bondMasterOf: [xapi.bonds[0]?.uuid] },
      { device: 'eth1', physical: false, vlan: 42 },
    ]);
    const vifsOf = (kind: string, powerState: string): number =>
      xapi.vifs.filter((vif) =>
        xapi.vms.some((vm) => vm.uuid === vif.vm && vm.kind === kind && vm.powerState === powerState),
      ).length;
    expect([
      vifsOf('guest', 'running'),
      vifsOf('guest', 'halted'),
      vifsOf('template', 'halted'),
      vifsOf('snapshot', 'halted'),
    ]).toEqual([8, 2, 1, 1]);
  });

  test('has ids and names that the product accepts', () => {
    const { xapi, devices } = makePool({ hosts: 64, vifsPerHost: 80, seed: 'large' });
    expect(xapi.hosts.every(({ uuid }) => isHostUuid(uuid))).toBe(true);
    expect(xapi.pifs.every(({ uuid }) => isPifUuid(uuid))).toBe(true);
    expect(xapi.vifs.every(({ uuid }) => isVifUuid(uuid))).toBe(true);
    expect(new Set([...xapi.pifs, ...xapi.vifs, ...xapi.vms].map(({ uuid }) => uuid)).size).toBe(
      xapi.pifs.length + xapi.vifs.length + xapi.vms.length,
    );
    expect(Object.values(devices).every((host) => Object.keys(host).every(isDeviceName))).toBe(true);
    expect(Object.values(devices).map((host) => Object.keys(host).length)).toEqual(
      Array.from({ length: 64 }, () => 84),
    );
  });

  test('keeps each of its hosts at an address of loopback', () => {
    const { xapi } = makePool({ hosts: 64, seed: 'a' });
    expect(xapi.hosts.every(({ address }) => address.startsWith('127.1.0.'))).toBe(true);
  });
});
