import { isDeviceName, isHostUuid, isNetworkUuid, isVifUuid, isVmUuid, type DeviceName } from '../domain/ids';
import type { StoredModes, TemplateVif, Vif } from '../domain/inventory';
import { expectKind } from './not-understood';
import type { Section } from './sections';
import { storedModesByUuid } from './stored-modes';
import { requiredValue, type XeRecord } from './xe-records';
import { xeSection } from './xe-section';

const vmFields = ['power-state', 'resident-on', 'dom-id', 'is-control-domain', 'is-a-template', 'is-a-snapshot'];
const vifFields = ['vm-uuid', 'device', 'MAC', 'network-uuid', 'currently-attached'];

/** The VIFs of real VMs. One that vanished between two readings is left out. */
export function parseVifs(sections: readonly Section[]): Vif[] {
  const vms = new Map(
    xeSection(sections, 'vms', vmFields)
      .filter(isRealVm)
      .map((vm) => [vm.uuid, vm]),
  );
  const storedModes = storedModesByUuid(sections, 'vif-keys');
  return xeSection(sections, 'vifs', vifFields).flatMap((record) => {
    const vm = vms.get(requiredValue(record, 'vm-uuid'));
    const stored = storedModes.get(record.uuid);
    return vm === undefined || stored === undefined ? [] : [readVif(record, vm, stored)];
  });
}

/** The VIFs of templates and snapshots that hold offload keys; of a VM that became a template meanwhile none. */
export function parseTemplateVifs(sections: readonly Section[], vifs: readonly Vif[]): TemplateVif[] {
  const holders = new Map<string, TemplateVif['of']>([
    ...xeSection(sections, 'templates', []).map(({ uuid }) => [uuid, 'template'] as const),
    ...xeSection(sections, 'snapshots', []).map(({ uuid }) => [uuid, 'snapshot'] as const),
  ]);
  const storedModes = storedModesByUuid(sections, 'vif-keys');
  const ofVms = new Set<string>(vifs.map(({ uuid }) => uuid));
  return xeSection(sections, 'vifs', vifFields).flatMap((record) => {
    const holder = requiredValue(record, 'vm-uuid');
    const of = holders.get(holder);
    const stored = storedModes.get(record.uuid) ?? {};
    if (of === undefined || Object.keys(stored).length === 0 || ofVms.has(record.uuid)) return [];
    const vm = expectKind(holder, isVmUuid, 'xe vif-list', 'a uuid');
    return [{ uuid: expectKind(record.uuid, isVifUuid, 'xe vif-list', 'a uuid'), vm, of, stored }];
  });
}

/** Snapshots and templates own VIFs too (facts/xenserver.md §4). */
const isRealVm = (vm: XeRecord): boolean =>
  ['is-control-domain', 'is-a-template', 'is-a-snapshot'].every((field) => requiredValue(vm, field) === 'false');

function readVif(record: XeRecord, vm: XeRecord, stored: StoredModes): Vif {
  const isUp = ['running', 'paused'].includes(requiredValue(vm, 'power-state'));
  return {
    uuid: expectKind(record.uuid, isVifUuid, 'xe vif-list', 'a uuid'),
    vm: expectKind(vm.uuid, isVmUuid, 'xe vm-list', 'a uuid'),
    host: isUp ? expectKind(requiredValue(vm, 'resident-on'), isHostUuid, 'xe vm-list', 'a host uuid') : null,
    device: isUp && requiredValue(record, 'currently-attached') === 'true' ? backendDevice(record, vm) : null,
    mac: requiredValue(record, 'MAC').toLowerCase(),
    network: expectKind(requiredValue(record, 'network-uuid'), isNetworkUuid, 'xe vif-list', 'a network uuid'),
    stored,
  };
}

/** dom0's end of a VIF is named after the VM's domain and the VIF's number (facts/xenserver.md §2). */
const backendDevice = (vif: XeRecord, vm: XeRecord): DeviceName =>
  expectKind(`vif${requiredValue(vm, 'dom-id')}.${requiredValue(vif, 'device')}`, isDeviceName, 'xe', 'a device name');
