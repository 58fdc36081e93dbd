import type { Host, HostSlice, Pif, PoolInventory, TemplateVif, Vif } from './inventory';
import { hostSlice, poolSlice } from './inventory';
import { isSelected, type SelectableNames, type Selection } from './selection';

/** The hosts a selection leaves; selectors of other kinds choose among their NICs and VIFs, not among hosts. */
export function selectHosts(inventory: PoolInventory, selection: Selection): readonly Host[] {
  const ofHosts: Selection = {
    only: selection.only.filter((selector) => selector.kind === 'host'),
    exclude: selection.exclude.filter((selector) => selector.kind === 'host'),
  };
  return inventory.hosts.filter((host) => isSelected({ host: hostNames(host) }, ofHosts));
}

/** The selected NICs and running VIFs of one host. */
export function selectSlice(inventory: PoolInventory, host: Host, selection: Selection): HostSlice {
  const slice = hostSlice(inventory, host);
  const isPifSelected = (pif: Pif): boolean =>
    isSelected(
      { host: hostNames(host), nic: [pif.device, pif.uuid], network: networkNames(inventory, pif) },
      selection,
    );
  return {
    host,
    nics: slice.nics.filter(isPifSelected),
    otherPifs: slice.otherPifs.filter(isPifSelected),
    vifs: slice.vifs.filter((vif) => isSelected({ host: hostNames(host), ...vifNames(inventory, vif) }, selection)),
  };
}

/** The selected VIFs of halted VMs. */
export const selectPoolSlice = (inventory: PoolInventory, selection: Selection): readonly Vif[] =>
  poolSlice(inventory).filter((vif) => isSelected(vifNames(inventory, vif), selection));

/** The selected VIFs of templates and snapshots, which go by their uuids. */
export const selectTemplateVifs = (inventory: PoolInventory, selection: Selection): readonly TemplateVif[] =>
  inventory.templateVifs.filter(({ vm }) => isSelected({ vm: [vm] }, selection));

const hostNames = (host: Host): readonly string[] => [host.name, host.uuid, host.address];

const networkNames = (inventory: PoolInventory, { network }: Pick<Vif, 'network'>): readonly string[] => [
  network,
  inventory.networkNames[network] ?? network,
];

const vifNames = (inventory: PoolInventory, vif: Vif): SelectableNames => ({
  vm: [vif.vm, inventory.vmNames[vif.vm] ?? vif.vm],
  network: networkNames(inventory, vif),
});
