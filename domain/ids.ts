declare const brand: unique symbol;

/** A string that was checked to be of one kind, so that a PIF's uuid cannot be passed where a VIF's is meant. */
export type Branded<Name extends string> = string & { readonly [brand]: Name };

export type PoolUuid = Branded<'PoolUuid'>;
export type HostUuid = Branded<'HostUuid'>;
export type PifUuid = Branded<'PifUuid'>;
export type VifUuid = Branded<'VifUuid'>;
export type VmUuid = Branded<'VmUuid'>;
export type NetworkUuid = Branded<'NetworkUuid'>;

/** A network device of dom0: `eth0`, `vif3.0`. Never starts with `-`, never longer than IFNAMSIZ allows. */
export type DeviceName = Branded<'DeviceName'>;

/** A kernel feature as `ethtool -k` spells it, or a short mode name: `tx-checksum-ip-generic`, `tso`. */
export type FeatureName = Branded<'FeatureName'>;

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const devicePattern = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,14}$/;
const featurePattern = /^[a-z][a-z0-9_-]{0,63}$/;

export const isPoolUuid = (text: string): text is PoolUuid => uuidPattern.test(text);
export const isHostUuid = (text: string): text is HostUuid => uuidPattern.test(text);
export const isPifUuid = (text: string): text is PifUuid => uuidPattern.test(text);
export const isVifUuid = (text: string): text is VifUuid => uuidPattern.test(text);
export const isVmUuid = (text: string): text is VmUuid => uuidPattern.test(text);
export const isNetworkUuid = (text: string): text is NetworkUuid => uuidPattern.test(text);
export const isDeviceName = (text: string): text is DeviceName => devicePattern.test(text);
export const isFeatureName = (text: string): text is FeatureName => featurePattern.test(text);
