/** The offload modes xapi knows, in the order it applies them (facts/xenserver.md §1). */
export const modes = ['rx', 'tx', 'sg', 'tso', 'ufo', 'gso', 'gro', 'lro'] as const;
export type Mode = (typeof modes)[number];

export type OnOff = 'on' | 'off';

/** What each mode is called in the summary lines of `ethtool -k`, all versions (facts/xenserver.md §7). */
export const summaryLine: Readonly<Record<Mode, string>> = {
  rx: 'rx-checksumming',
  tx: 'tx-checksumming',
  sg: 'scatter-gather',
  tso: 'tcp-segmentation-offload',
  ufo: 'udp-fragmentation-offload',
  gso: 'generic-segmentation-offload',
  gro: 'generic-receive-offload',
  lro: 'large-receive-offload',
};

/**
 * The sub-features of modes whose summary line stands for several: that line never says `[requested on]`, they do
 * (facts/xenserver.md §7). Old versions print no sub-features.
 */
export const subFeatures: Readonly<Partial<Record<Mode, RegExp>>> = {
  tx: /^tx-checksum-/,
  sg: /^tx-scatter-gather/,
  tso: /^tx-tcp.*-segmentation$/,
};

/** xapi and xenopsd never read gro and lro of a VIF (facts/xenserver.md §2). */
export const isVifMode = (mode: Mode): boolean => mode !== 'gro' && mode !== 'lro';

/** The key xapi keeps a mode under in `other-config`. */
export const otherConfigKey = (mode: Mode): string => `ethtool-${mode}`;

/** Values by mode: a plan's, or those found. */
export type ByMode<Value> = Readonly<Partial<Record<Mode, Value>>>;

/** The modes that have a value. */
export const modesOf = (values: ByMode<unknown>): readonly Mode[] => modes.filter((mode) => values[mode] !== undefined);

/** The values of some modes. */
export const pickModes = <Value>(values: ByMode<Value>, chosen: readonly Mode[]): ByMode<Value> =>
  Object.fromEntries(chosen.flatMap((mode) => (values[mode] === undefined ? [] : [[mode, values[mode]]])));
