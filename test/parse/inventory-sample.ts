import type { Section } from '../../parse/sections';

/** Records of each list, by uuid; a list left out has the sample's own. */
export type Lists = Partial<Record<ListName, readonly SampleRecord[]>>;
export type SampleRecord = [string, Readonly<Record<string, string>>];

type ListName = keyof typeof sample;

export const uuid = (number: number): string => `00000000-0000-0000-0000-${String(number).padStart(12, '0')}`;
export const pool = uuid(1);
export const host1 = uuid(11);
export const host2 = uuid(12);
export const network1 = uuid(61);

const none: readonly SampleRecord[] = [];

const sample = {
  pool: [[pool, { 'name-label': 'prod a; b: c', master: host1, 'ha-enabled': 'false' }]] as const,
  hosts: [
    [host1, { address: '10.0.0.11', enabled: 'true', 'host-metrics-live': 'true' }],
    [host2, { address: '10.0.0.12', enabled: 'false', 'host-metrics-live': 'false' }],
  ] as const,
  'host-names': [
    [host1, { 'name-label': 'xen-01\nnewline' }],
    [host2, { 'name-label': 'xen-02' }],
  ] as const,
  pifs: none,
  'pif-keys': none,
  networks: [[network1, { 'name-label': 'storage' }]] as const,
  vms: none,
  'vm-names': none,
  templates: none,
  snapshots: none,
  vifs: none,
  'vif-keys': none,
};

/** A NIC of the first host, except for the given fields. */
export const pif = (of: string, values: Readonly<Record<string, string>>): SampleRecord => [
  of,
  {
    device: 'eth0',
    MAC: '0a:00:00:00:00:01',
    physical: 'true',
    'currently-attached': 'true',
    MTU: '1500',
    VLAN: '-1',
    'bond-master-of': '',
    'bond-slave-of': '<not in database>',
    management: 'false',
    'IP-configuration-mode': 'None',
    'network-uuid': network1,
    'host-uuid': host1,
    managed: 'true',
    ...values,
  },
];

/** A VM that runs on the first host as domain 3, except for the given fields. */
export const vm = (of: string, values: Readonly<Record<string, string>>): SampleRecord => [
  of,
  {
    'power-state': 'running',
    'is-a-template': 'false',
    'is-a-snapshot': 'false',
    'is-control-domain': 'false',
    'resident-on': host1,
    'dom-id': '3',
    ...values,
  },
];

/** A VIF of the VM with uuid 41, except for the given fields. */
export const vif = (of: string, values: Readonly<Record<string, string>>): SampleRecord => [
  of,
  {
    'vm-uuid': uuid(41),
    device: '0',
    MAC: '0A:00:00:00:00:41',
    'network-uuid': network1,
    'currently-attached': 'true',
    ...values,
  },
];

/** The sections that the reading script prints, in xe's own layout. */
export const sectionsOf = (lists: Lists): Section[] =>
  Object.entries({ ...sample, ...lists }).map(([name, records]) => ({
    name,
    argument: null,
    status: 0,
    text: records.map(([id, values]) => printRecord(id, values)).join(''),
  }));

function printRecord(id: string, values: Readonly<Record<string, string>>): string {
  const fields = Object.entries(values).map(([name, value]) => `${name.padStart(30)} ${tagOf(name)}: ${value}\n`);
  return `${'uuid ( RO)'.padEnd(35)}: ${id}\n${fields.join('')}\n\n`;
}

function tagOf(field: string): string {
  if (field === 'other-config') return '(MRW)';
  return field === 'name-label' ? '( RW)' : '( RO)';
}
