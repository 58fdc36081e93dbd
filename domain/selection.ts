/** What `--only` and `--exclude` can name. */
export const selectorKinds = ['host', 'nic', 'vm', 'network'] as const;
export type SelectorKind = (typeof selectorKinds)[number];

/** `host:xen-01`, `nic:eth0`, `vm:web 1`, `network:storage`: a name or a uuid. */
export interface Selector {
  readonly kind: SelectorKind;
  readonly name: string;
}

export interface Selection {
  readonly only: readonly Selector[];
  readonly exclude: readonly Selector[];
}

/** The names one object goes by, per kind; a kind left out does not apply to it. */
export type SelectableNames = Readonly<Partial<Record<SelectorKind, readonly string[]>>>;

const names = (selector: Selector, object: SelectableNames): boolean =>
  object[selector.kind]?.includes(selector.name) ?? false;

/**
 * Whether an object is selected. Excluded when any exclusion names it. `only` narrows by kind: of every kind that is
 * mentioned in `only`, one selector must name the object, so that naming a NIC leaves out VIFs.
 */
export function isSelected(object: SelectableNames, selection: Selection): boolean {
  if (selection.exclude.some((selector) => names(selector, object))) return false;
  return selectorKinds.every((kind) => {
    const mentioned = selection.only.filter((selector) => selector.kind === kind);
    return mentioned.length === 0 || mentioned.some((selector) => names(selector, object));
  });
}
