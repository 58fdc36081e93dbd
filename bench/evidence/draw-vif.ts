import { isVifUuid, isVmUuid } from '../../domain/ids';
import type { Host, Vif } from '../../domain/inventory';
import { namedMac } from '../../lab/standin/pool/named-chance';
import { deviceOf, uuidOf } from './drawn-names';

/** A VIF of a running VM, or, without a host, of a halted one. */
export const drawVif = (seed: string, host: Host | null, name: string, network: Vif['network']): Vif => ({
  uuid: uuidOf(seed, isVifUuid, `vif/${name}`),
  vm: uuidOf(seed, isVmUuid, `vm/${name}`),
  host: host?.uuid ?? null,
  device: host === null ? null : deviceOf(`vif${name}`),
  mac: namedMac(seed, `vif/${name}`),
  network,
  stored: {},
});
