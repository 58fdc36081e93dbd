import { namedMac, namedUuid } from './named-chance';
import type { HostRecord, NetworkRecord, VifRecord, VmRecord } from './xapi-database';

/** What people call their VMs, and what may break a careless reader. */
const labels = [
  'web "front"',
  'db, primary; replica',
  "it's an app",
  'two\nlines',
  '$(reboot) `id`; rm -rf *',
  'plain',
  'back\\slash: 50% & <b>',
  'fake\nuuid ( RO)          : 00000000-0000-4000-a000-000000000000\n    name-label ( RW): a record inside a label',
] as const;

/** The most VIFs a VM may have (facts/xenserver.md §5). */
const vifsPerVm = 7;

interface Guests {
  readonly vms: VmRecord[];
  readonly vifs: VifRecord[];
}

type VmPlan = Pick<VmRecord, 'kind' | 'powerState' | 'residentOn' | 'domId'>;

const halted = { powerState: 'halted', residentOn: null, domId: -1 } as const;

/** Running VMs on every host with `vifsPerHost` VIFs in all; one halted VM, one template and one snapshot in the pool. */
export function makeGuests(
  seed: string,
  hosts: readonly HostRecord[],
  networks: readonly NetworkRecord[],
  vifsPerHost: number,
): Guests {
  const vms: VmRecord[] = [];
  const vifs: VifRecord[] = [];
  const add = (label: string, plan: VmPlan, vifCount: number): string => {
    const name = `vm/${String(vms.length)}`;
    const vm = {
      uuid: namedUuid(seed, name),
      nameLabel: label,
      nameDescription: '',
      snapshotOf: null,
      otherConfig: {},
      ...plan,
    };
    vms.push(vm);
    vifs.push(...makeVifs(seed, name, vm, vifCount, networks));
    return vm.uuid;
  };
  for (const host of hosts) {
    shareOut(vifsPerHost).forEach((vifCount, index) => {
      const plan = { kind: 'guest', powerState: 'running', residentOn: host.uuid, domId: index + 1 } as const;
      add(labelOf(vms.length), plan, vifCount);
    });
  }
  const archive = add('halted, "archive"', { kind: 'guest', ...halted }, 2);
  add('Debian template; 12', { kind: 'template', ...halted }, 1);
  add('archive snapshot', { kind: 'snapshot', ...halted }, 1);
  const snapshot = vms.at(-1);
  if (snapshot !== undefined) snapshot.snapshotOf = archive;
  const [first, second] = vifs;
  if (first !== undefined) first.otherConfig = { 'ethtool-tx': 'off' };
  if (second !== undefined) second.otherConfig = { 'xo:note': 'guest: firewall; keep' };
  return { vms, vifs };
}

const labelOf = (index: number): string =>
  index < labels.length ? (labels[index] ?? '') : `${labels[index % labels.length] ?? ''} ${String(index)}`;

/** VIFs of each VM: two VMs at least, none with more than it may have. */
function shareOut(vifCount: number): number[] {
  const vmCount = Math.max(2, Math.ceil(vifCount / vifsPerVm));
  return Array.from({ length: vmCount }, (_, vm) => Math.floor((vifCount + vm) / vmCount));
}

const makeVifs = (
  seed: string,
  vmName: string,
  vm: VmRecord,
  count: number,
  networks: readonly NetworkRecord[],
): VifRecord[] => {
  const guestNetworks = networks.filter((network) => ['xenbr1', 'xapi0', 'xapi1'].includes(network.bridge));
  return Array.from({ length: count }, (_, device) => ({
    uuid: namedUuid(seed, `${vmName}/vif/${String(device)}`),
    vm: vm.uuid,
    network: guestNetworks[device % guestNetworks.length]?.uuid ?? '',
    device,
    mac: namedMac(seed, `${vmName}/vif/${String(device)}`),
    attached: vm.powerState === 'running',
    otherConfig: {},
  }));
};
