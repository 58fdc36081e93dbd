import { z } from 'zod';

const otherConfig = z.record(z.string(), z.string());
const uuid = z.string();

const pool = z.object({
  uuid,
  nameLabel: z.string(),
  nameDescription: z.string(),
  /** Host uuid of the coordinator. */
  master: uuid,
  haEnabled: z.boolean(),
  otherConfig,
});

const host = z.object({
  uuid,
  nameLabel: z.string(),
  nameDescription: z.string(),
  address: z.string(),
  enabled: z.boolean(),
  live: z.boolean(),
  otherConfig,
});

const pif = z.object({
  uuid,
  host: uuid,
  network: uuid,
  /** A VLAN PIF has the device of the PIF it is on. */
  device: z.string(),
  mac: z.string(),
  mtu: z.number(),
  physical: z.boolean(),
  /** -1 for all but VLAN PIFs. */
  vlan: z.number(),
  vlanMasterOf: uuid.nullable(),
  vlanSlaveOf: z.array(uuid),
  bondMasterOf: z.array(uuid),
  bondSlaveOf: uuid.nullable(),
  management: z.boolean(),
  /** Empty for a PIF that dom0 does not use itself. */
  ip: z.string(),
  otherConfig,
});

const network = z.object({
  uuid,
  nameLabel: z.string(),
  nameDescription: z.string(),
  bridge: z.string(),
  otherConfig,
});

const bond = z.object({ uuid, master: uuid, slaves: z.array(uuid), otherConfig });

const vm = z.object({
  uuid,
  nameLabel: z.string(),
  nameDescription: z.string(),
  kind: z.enum(['guest', 'control-domain', 'template', 'snapshot']),
  powerState: z.enum(['running', 'halted']),
  residentOn: uuid.nullable(),
  /** -1 unless running. */
  domId: z.number(),
  snapshotOf: uuid.nullable(),
  otherConfig,
});

const vif = z.object({
  uuid,
  vm: uuid,
  network: uuid,
  /** The number of the VIF in its VM. */
  device: z.number(),
  mac: z.string(),
  attached: z.boolean(),
  otherConfig,
});

/** What xapi knows of a pool, as far as `xe` shows it here. */
export const xapiDatabase = z.object({
  pool,
  hosts: z.array(host),
  pifs: z.array(pif),
  networks: z.array(network),
  bonds: z.array(bond),
  vms: z.array(vm),
  vifs: z.array(vif),
});

export type XapiDatabase = z.infer<typeof xapiDatabase>;
export type PoolRecord = z.infer<typeof pool>;
export type HostRecord = z.infer<typeof host>;
export type PifRecord = z.infer<typeof pif>;
export type NetworkRecord = z.infer<typeof network>;
export type BondRecord = z.infer<typeof bond>;
export type VmRecord = z.infer<typeof vm>;
export type VifRecord = z.infer<typeof vif>;
