import type { Driver } from '../ethtool/drivers';
import { makeGuests } from './make-guests';
import { namedUuid } from './named-chance';
import { makeNetworks, makePifs } from './make-networking';
import type { Device, StandinPool } from './standin-pool';
import type { HostRecord, VmRecord, XapiDatabase } from './xapi-database';

export interface PoolPlan {
  /** 1 to 64. */
  readonly hosts: number;
  /** VIFs of running VMs on each host; 4 when left out. */
  readonly vifsPerHost?: number | undefined;
  /** Whether the pool has high availability on; off when left out. */
  readonly haEnabled?: boolean | undefined;
  /** The same seed gives the same pool, uuids included. */
  readonly seed: string;
  /** What pool and hosts are called, and where they are; the simulated ones when left out. */
  readonly naming?: PoolNaming | undefined;
}

export interface PoolNaming {
  readonly pool: string;
  /** Hosts are numbered from 1. */
  host(number: number): string;
  address(number: number): string;
}

/** Addresses on loopback where nobody listens: a slip past the SSH configuration stays on this machine. */
const simulatedNaming: PoolNaming = {
  pool: 'simulated pool',
  host: (number) => `sim-${String(number).padStart(2, '0')}`,
  address: (number) => `127.1.0.${String(number)}`,
};

/**
 * A pool to practise on: per host eth0 (management), eth1 with a VLAN, eth2 and eth3 bonded, running VMs; per pool a
 * halted VM, a template and a snapshot. Labels and other-config hold what real ones may: quotes, commas, newlines.
 */
export function makePool(plan: PoolPlan): StandinPool {
  const { hosts: count, vifsPerHost = 4, haEnabled = false, seed, naming = simulatedNaming } = plan;
  const hosts = Array.from({ length: count }, (_, index) => makeHost(seed, naming, index + 1));
  const [coordinator] = hosts;
  if (coordinator === undefined) throw new Error('a pool has at least one host');
  const networks = makeNetworks(seed);
  const { pifs, bonds } = makePifs(seed, hosts);
  const { vms, vifs } = makeGuests(seed, hosts, networks, vifsPerHost);
  const pool = {
    uuid: namedUuid(seed, 'pool'),
    nameLabel: naming.pool,
    nameDescription: '',
    master: coordinator.uuid,
    haEnabled,
    otherConfig: {},
  };
  const controlDomains = hosts.map((host) => makeControlDomain(seed, host));
  const xapi = { pool, hosts, pifs, networks, bonds, vms: [...controlDomains, ...vms], vifs };
  return { xapi, devices: Object.fromEntries(hosts.map((host, index) => [host.uuid, makeDevices(xapi, host, index)])) };
}

function makeHost(seed: string, naming: PoolNaming, number: number): HostRecord {
  const nameLabel = naming.host(number);
  return {
    uuid: namedUuid(seed, nameLabel),
    nameLabel,
    nameDescription: 'A host to practise on',
    address: naming.address(number),
    enabled: true,
    live: true,
    otherConfig: {},
  };
}

const makeControlDomain = (seed: string, host: HostRecord): VmRecord => ({
  uuid: namedUuid(seed, `${host.nameLabel}/dom0`),
  nameLabel: `Control domain on host: ${host.nameLabel}`,
  nameDescription: 'The domain which manages physical devices and manages other domains',
  kind: 'control-domain',
  powerState: 'running',
  residentOn: host.uuid,
  domId: 0,
  snapshotOf: null,
  otherConfig: {},
});

function makeDevices(xapi: XapiDatabase, host: HostRecord, hostIndex: number): Record<string, Device> {
  const devices: Record<string, Device> = {};
  for (const pif of xapi.pifs.filter((each) => each.host === host.uuid && each.physical)) {
    const idle = pif.device === 'eth3' && hostIndex % 2 === 1;
    devices[pif.device] = { driver: driverOf(pif.device, hostIndex), wanted: {}, mac: pif.mac, mtu: pif.mtu, idle };
  }
  const residents = new Map(xapi.vms.filter((vm) => vm.residentOn === host.uuid).map((vm) => [vm.uuid, vm.domId]));
  for (const vif of xapi.vifs) {
    const domId = residents.get(vif.vm);
    if (domId === undefined) continue;
    const name = `vif${String(domId)}.${String(vif.device)}`;
    devices[name] = { driver: 'vif', wanted: {}, mac: 'fe:ff:ff:ff:ff:ff', mtu: 1500, idle: false };
  }
  return devices;
}

function driverOf(device: string, hostIndex: number): Driver {
  if (device === 'eth0') return 'tg3';
  if (device === 'eth1') return hostIndex % 2 === 0 ? 'ixgbe' : 'e1000e';
  return 'bnx2x';
}
