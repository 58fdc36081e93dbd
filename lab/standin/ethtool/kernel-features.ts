/** Features of kernel 4.19 in its own order, which is the order `ethtool -k` prints them in. */
export const kernelFeatures = [
  'tx-scatter-gather',
  'tx-checksum-ipv4',
  'tx-checksum-ip-generic',
  'tx-checksum-ipv6',
  'highdma',
  'tx-scatter-gather-fraglist',
  'tx-vlan-hw-insert',
  'rx-vlan-hw-parse',
  'rx-vlan-filter',
  'tx-vlan-stag-hw-insert',
  'rx-vlan-stag-hw-parse',
  'rx-vlan-stag-filter',
  'vlan-challenged',
  'tx-generic-segmentation',
  'tx-lockless',
  'netns-local',
  'rx-gro',
  'rx-gro-hw',
  'rx-lro',
  'tx-tcp-segmentation',
  'tx-gso-robust',
  'tx-tcp-ecn-segmentation',
  'tx-tcp-mangleid-segmentation',
  'tx-tcp6-segmentation',
  'tx-fcoe-segmentation',
  'tx-gre-segmentation',
  'tx-gre-csum-segmentation',
  'tx-ipxip4-segmentation',
  'tx-ipxip6-segmentation',
  'tx-udp_tnl-segmentation',
  'tx-udp_tnl-csum-segmentation',
  'tx-gso-partial',
  'tx-sctp-segmentation',
  'tx-esp-segmentation',
  'tx-udp-segmentation',
  'tx-checksum-fcoe-crc',
  'tx-checksum-sctp',
  'fcoe-mtu',
  'rx-ntuple-filter',
  'rx-hashing',
  'rx-checksum',
  'tx-nocache-copy',
  'loopback',
  'rx-fcs',
  'rx-all',
  'l2-fwd-offload',
  'hw-tc-offload',
  'esp-hw-offload',
  'esp-tx-csum-hw-offload',
  'rx-udp_tunnel-port-offload',
  'tls-hw-tx-offload',
  'tls-hw-rx-offload',
] as const;

export type KernelFeature = (typeof kernelFeatures)[number];

const known: ReadonlySet<string> = new Set(kernelFeatures);

export const isKernelFeature = (text: string): text is KernelFeature => known.has(text);

/** A mode of old, which ethtool still names on its command line and in its summary lines. */
export interface OffloadGroup {
  readonly short: string;
  readonly long: string;
  readonly members: readonly KernelFeature[];
}

const membersOf = (pattern: RegExp): readonly KernelFeature[] => kernelFeatures.filter((name) => pattern.test(name));

/** The groups of ethtool 4.19 in its own order. Kernels since 4.14 have no UFO feature, so that group is empty. */
export const offloadGroups: readonly OffloadGroup[] = [
  { short: 'rx', long: 'rx-checksumming', members: membersOf(/^rx-checksum$/) },
  { short: 'tx', long: 'tx-checksumming', members: membersOf(/^tx-checksum-/) },
  { short: 'sg', long: 'scatter-gather', members: membersOf(/^tx-scatter-gather/) },
  { short: 'tso', long: 'tcp-segmentation-offload', members: membersOf(/^tx-tcp.*-segmentation$/) },
  { short: 'ufo', long: 'udp-fragmentation-offload', members: [] },
  { short: 'gso', long: 'generic-segmentation-offload', members: membersOf(/^tx-generic-segmentation$/) },
  { short: 'gro', long: 'generic-receive-offload', members: membersOf(/^rx-gro$/) },
  { short: 'lro', long: 'large-receive-offload', members: membersOf(/^rx-lro$/) },
  { short: 'rxvlan', long: 'rx-vlan-offload', members: membersOf(/^rx-vlan-hw-parse$/) },
  { short: 'txvlan', long: 'tx-vlan-offload', members: membersOf(/^tx-vlan-hw-insert$/) },
  { short: 'ntuple', long: 'ntuple-filters', members: membersOf(/^rx-ntuple-filter$/) },
  { short: 'rxhash', long: 'receive-hashing', members: membersOf(/^rx-hashing$/) },
];
