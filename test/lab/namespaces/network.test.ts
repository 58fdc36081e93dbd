import { expect, test } from '@jest/globals';
import { pairLines, routerFeatures, routerLines, switchFeatures, switchLines } from '../../../lab/namespaces/network';

const plan = {
  lab: 'trial',
  hosts: [1, 2].map((number) => ({
    number,
    macs: { eth0: `0a:00:00:00:0${String(number)}:00`, eth1: `0a:00:00:00:0${String(number)}:01` },
    vifs: ['vif1.0'],
  })),
};

test('every namespace carries the prefix by which a clean-up finds it', () => {
  const made = pairLines(plan).flatMap((line) => /^netns add (\S+)/.exec(line)?.[1] ?? []);

  expect(made).toHaveLength(6);
  expect(made.filter((name) => !name.startsWith('xen-lab-trial-'))).toEqual([]);
});

test('a NIC of a host has the MAC address that the pool knows it by', () => {
  expect(pairLines(plan)).toContain(
    'link add name eth1 address 0a:00:00:00:02:01 netns xen-lab-trial-host-2 type veth peer name h2-eth1 netns xen-lab-trial-switch',
  );
});

test('a NIC keeps within the 15 characters that a name may have, at 64 hosts too', () => {
  const hosts = plan.hosts.map((host) => ({ ...host, number: 64, vifs: ['vif12.6'] }));
  const names = [...pairLines({ ...plan, hosts }), ...switchLines({ ...plan, hosts })].flatMap((line) =>
    [...line.matchAll(/name (\S+)/g)].map(([, name]) => name),
  );

  expect(names.filter((name) => (name ?? '').length > 15)).toEqual([]);
});

test('a host behind a cut cable is silent, not unreachable', () => {
  expect(routerLines(plan)).toContain('route add blackhole 198.18.2.0/24 metric 9999');
});

test('data NICs share a network through hardware of their own, and no other NIC is on it', () => {
  expect(switchLines(plan).filter((line) => line.includes(' master '))).toEqual([
    'link set h1-eth1 master h1-nic',
    'link set h1-up master h1-nic',
    'link set h1-data master data',
    'link set h2-eth1 master h2-nic',
    'link set h2-up master h2-nic',
    'link set h2-data master data',
  ]);
});

test('checksums are filled in behind every plugged NIC, the client’s too', () => {
  expect(switchFeatures(plan)).toEqual(expect.arrayContaining(['h1-up tx off', 'h2-up tx off']));
  expect(routerFeatures(plan)).toEqual(['h0 tx off', 'h1 tx off', 'h2 tx off']);
});
