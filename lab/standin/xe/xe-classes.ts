import type {
  BondRecord,
  HostRecord,
  NetworkRecord,
  PifRecord,
  PoolRecord,
  VifRecord,
  VmRecord,
} from '../pool/xapi-database';
import { labelOf } from './xapi-view';
import { defineClass, type XeClass } from './xe-class';
import { flag, otherConfig, reference, references, set, text, writableText, type XeField } from './xe-field';

const label = <Row extends { readonly nameLabel: string; readonly nameDescription: string }>(): XeField<Row>[] => [
  writableText('name-label', (row) => row.nameLabel),
  writableText('name-description', (row) => row.nameDescription),
];

const uuid = <Row extends { readonly uuid: string }>(): XeField<Row> => text('uuid', (row) => row.uuid);

const pool = defineClass<PoolRecord>({
  name: 'pool',
  apiName: 'pool',
  defaultParameters: ['uuid', 'name-label', 'name-description', 'master', 'default-SR'],
  defaultFilters: [],
  rows: (database) => [database.pool],
  fields: [
    uuid(),
    ...label<PoolRecord>(),
    text('master', (row) => row.master),
    reference('default-SR', () => null),
    otherConfig(),
    flag('ha-enabled', (row) => row.haEnabled),
  ],
});

const host = defineClass<HostRecord>({
  name: 'host',
  apiName: 'host',
  defaultParameters: ['uuid', 'name-label', 'name-description'],
  defaultFilters: [],
  rows: (database) => database.hosts,
  fields: [
    uuid(),
    ...label<HostRecord>(),
    flag('enabled', (row) => row.enabled),
    otherConfig(),
    text('hostname', (row) => row.nameLabel),
    text('address', (row) => row.address),
    flag('host-metrics-live', (row) => row.live),
  ],
});

const pif = defineClass<PifRecord>({
  name: 'pif',
  apiName: 'PIF',
  defaultParameters: ['uuid', 'device', 'VLAN', 'MAC', 'network-uuid', 'currently-attached', 'host-uuid'],
  defaultFilters: [],
  rows: (database) => database.pifs,
  fields: [
    uuid(),
    text('device', (row) => row.device),
    text('MAC', (row) => row.mac),
    flag('physical', (row) => row.physical),
    flag('managed', () => true),
    flag('currently-attached', () => true),
    text('MTU', (row) => String(row.mtu)),
    text('VLAN', (row) => String(row.vlan)),
    reference('vlan-master-of', (row) => row.vlanMasterOf),
    references('vlan-slave-of', (row) => row.vlanSlaveOf),
    references('bond-master-of', (row) => row.bondMasterOf),
    reference('bond-slave-of', (row) => row.bondSlaveOf),
    flag('management', (row) => row.management),
    text('network-uuid', (row) => row.network),
    text('network-name-label', (row, view) => labelOf(view.networks, row.network)),
    text('host-uuid', (row) => row.host),
    text('host-name-label', (row, view) => labelOf(view.hosts, row.host)),
    text('IP-configuration-mode', (row) => (row.ip === '' ? 'None' : 'Static')),
    text('IP', (row) => row.ip),
    { kind: 'map', name: 'properties', access: 'MRO', read: (row) => (row.vlan === -1 ? { gro: 'on' } : {}) },
    flag('carrier', () => true),
    otherConfig(),
  ],
});

const bond = defineClass<BondRecord>({
  name: 'bond',
  apiName: 'Bond',
  defaultParameters: ['uuid', 'master', 'slaves'],
  defaultFilters: [],
  rows: (database) => database.bonds,
  fields: [uuid(), text('master', (row) => row.master), set('slaves', (row) => row.slaves)],
});

const network = defineClass<NetworkRecord>({
  name: 'network',
  apiName: 'network',
  defaultParameters: ['uuid', 'name-label', 'name-description', 'bridge'],
  defaultFilters: [],
  rows: (database) => database.networks,
  fields: [
    uuid(),
    ...label<NetworkRecord>(),
    set('VIF-uuids', (row, view) => uuidsOn(row, view.database.vifs)),
    set('PIF-uuids', (row, view) => uuidsOn(row, view.database.pifs)),
    text('bridge', (row) => row.bridge),
    otherConfig(),
  ],
});

const uuidsOn = (
  row: NetworkRecord,
  objects: readonly { readonly uuid: string; readonly network: string }[],
): readonly string[] => objects.filter((object) => object.network === row.uuid).map((object) => object.uuid);

const vif = defineClass<VifRecord>({
  name: 'vif',
  apiName: 'VIF',
  defaultParameters: ['uuid', 'device', 'vm-uuid', 'network-uuid'],
  defaultFilters: [],
  rows: (database) => database.vifs,
  fields: [
    uuid(),
    text('vm-uuid', (row) => row.vm),
    text('vm-name-label', (row, view) => labelOf(view.vms, row.vm)),
    text('device', (row) => String(row.device)),
    text('MAC', (row) => row.mac),
    text('MTU', () => '1500'),
    flag('currently-attached', (row) => row.attached),
    otherConfig(),
    text('network-uuid', (row) => row.network),
    text('network-name-label', (row, view) => labelOf(view.networks, row.network)),
  ],
});

/** To xapi a snapshot is a template too. */
const isTemplate = (row: VmRecord): boolean => row.kind === 'template' || row.kind === 'snapshot';

const vmFields: readonly XeField<VmRecord>[] = [
  uuid(),
  ...label<VmRecord>(),
  flag('is-a-template', isTemplate),
  flag('is-a-snapshot', (row) => row.kind === 'snapshot'),
  reference('snapshot-of', (row) => row.snapshotOf),
  flag('is-control-domain', (row) => row.kind === 'control-domain'),
  text('power-state', (row) => row.powerState),
  reference('resident-on', (row) => row.residentOn),
  otherConfig(),
  text('dom-id', (row) => String(row.domId)),
];

const vms = {
  apiName: 'VM',
  fields: vmFields,
  rows: (database: { readonly vms: readonly VmRecord[] }) => database.vms,
};

/** The three lists of VMs; `vm-list` never shows templates and snapshots (xapi: gen_cmds in cli_operations.ml). */
const vm = defineClass<VmRecord>({
  ...vms,
  name: 'vm',
  defaultParameters: ['name-label', 'uuid', 'power-state'],
  defaultFilters: [['is-a-template', 'false']],
});

const template = defineClass<VmRecord>({
  ...vms,
  name: 'template',
  defaultParameters: ['name-label', 'name-description', 'uuid'],
  defaultFilters: [
    ['is-a-template', 'true'],
    ['is-a-snapshot', 'false'],
  ],
});

const snapshot = defineClass<VmRecord>({
  ...vms,
  name: 'snapshot',
  defaultParameters: ['name-label', 'name-description', 'uuid'],
  defaultFilters: [['is-a-snapshot', 'true']],
});

export const xeClasses: readonly XeClass[] = [pool, host, pif, bond, network, vif, vm, template, snapshot];
