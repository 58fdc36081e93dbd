import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ArmedFaults } from '../../../../lab/standin/faults/armed-faults';
import { makePool } from '../../../../lab/standin/pool/make-pool';
import type { XapiDatabase } from '../../../../lab/standin/pool/xapi-database';
import { viewDatabase } from '../../../../lab/standin/xe/xapi-view';
import { xe } from '../../../../lab/standin/xe/xe';
import { parseInventory } from '../../../../parse/inventory';
import type { Section } from '../../../../parse/sections';

/** The lists that the script on the coordinator asks for, by section. */
const lists = [
  ...readFileSync(path.join(__dirname, '../../../../activities/shared/xapi.sh'), 'utf8').matchAll(
    /\) list (\S+) (.+) ;;$/gm,
  ),
].map(([, name = '', words = '']) => ({ name, words: words.split(' ') }));

function inventoryOf(xapi: XapiDatabase) {
  const faults = new ArmedFaults([], () => undefined);
  const context = { view: viewDatabase(xapi), faults, onWrite: () => undefined };
  const sections = lists.map(({ name, words }): Section => {
    const { stdout, stderr, exitCode } = xe(words, context);
    return { name, argument: null, text: stdout + stderr, status: exitCode };
  });
  return parseInventory(sections);
}

const sorted = (texts: readonly string[]): string[] => [...texts].sort();

describe('what the product reads of a simulated pool', () => {
  const { xapi } = makePool({ hosts: 4, seed: 'inventory' });
  const inventory = inventoryOf(xapi);
  const guests = xapi.vms.filter((vm) => vm.kind === 'guest');

  test('is the pool and its hosts', () => {
    expect(lists).toHaveLength(12);
    const { uuid, nameLabel: name, master: coordinator, haEnabled } = xapi.pool;
    expect(inventory.pool).toEqual({ uuid, name, coordinator, haEnabled });
    expect(inventory.hosts).toEqual(
      xapi.hosts.map((host) => ({ uuid: host.uuid, name: host.nameLabel, address: host.address, live: host.live })),
    );
  });

  test('is every PIF, of its kind, with the offload keys and no others', () => {
    const kinds = ['physical', 'physical', 'bond-member', 'bond-member', 'bond', 'vlan'];
    expect(inventory.pifs).toEqual(
      xapi.pifs.map(({ uuid, host, device, mac, mtu, network, management, vlan, bondSlaveOf, otherConfig }, index) => ({
        ...{ uuid, host, device, mac, mtu, network, management },
        vlan: vlan === -1 ? null : vlan,
        bondPif: xapi.bonds.find((bond) => bond.uuid === bondSlaveOf)?.master ?? null,
        kind: kinds[index % kinds.length],
        stored: otherConfig['ethtool-gro'] === undefined ? {} : { gro: otherConfig['ethtool-gro'] },
      })),
    );
  });

  test('is every VIF of a real VM, and none of a template or a snapshot', () => {
    const vms = new Map(guests.map((vm) => [vm.uuid, vm]));
    expect(inventory.vifs).toEqual(
      xapi.vifs.flatMap(({ uuid, vm: owner, network, device, mac, otherConfig }) => {
        const vm = vms.get(owner);
        if (vm === undefined) return [];
        const backend = vm.powerState === 'running' ? `vif${String(vm.domId)}.${String(device)}` : null;
        const stored = otherConfig['ethtool-tx'] === undefined ? {} : { tx: otherConfig['ethtool-tx'] };
        return [{ uuid, vm: owner, host: vm.residentOn, device: backend, mac, network, stored }];
      }),
    );
    expect(inventory.vifs).toHaveLength(xapi.vifs.length - 2);
    expect(inventory.vifs.filter((vif) => vif.host === null)).toHaveLength(2);
  });

  test('is apart from them every VIF of a template or a snapshot with offload keys', () => {
    const keyed = structuredClone(xapi);
    const vifOf = (kind: string) =>
      keyed.vifs.find(({ vm }) => keyed.vms.some((each) => each.uuid === vm && each.kind === kind));
    const [template, snapshot] = [vifOf('template'), vifOf('snapshot')];
    Object.assign(template?.otherConfig ?? {}, { 'ethtool-tx': '”off”' });
    Object.assign(snapshot?.otherConfig ?? {}, { 'ethtool-gro': 'off' });

    expect(inventory.templateVifs).toEqual([]);
    expect(inventoryOf(keyed).templateVifs).toEqual([
      { uuid: template?.uuid, vm: template?.vm, of: 'template', stored: { tx: '”off”' } },
      { uuid: snapshot?.uuid, vm: snapshot?.vm, of: 'snapshot', stored: { gro: 'off' } },
    ]);
    expect(inventoryOf(keyed).vifs).toEqual(inventory.vifs);
  });

  test('is every label whole, but for one that holds a record: that ends where the record begins', () => {
    const names = Object.fromEntries(guests.map((vm) => [vm.uuid, vm.nameLabel.replace(/\nuuid \( RO\)[^]*$/, '')]));
    expect(inventory.vmNames).toEqual(names);
    expect(guests.filter((vm) => names[vm.uuid] !== vm.nameLabel)).toHaveLength(1);
    expect(sorted(Object.values(inventory.networkNames))).toEqual(sorted(xapi.networks.map((each) => each.nameLabel)));
  });
});
