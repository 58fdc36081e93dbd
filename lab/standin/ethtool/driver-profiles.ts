import type { Driver } from './drivers';
import type { KernelFeature } from './kernel-features';

/** A feature as the driver starts with it; `fixed-on` and `fixed-off` cannot be changed. */
export type FeatureDefault = 'on' | 'off' | 'fixed-on' | 'fixed-off';

export interface DriverProfile {
  readonly version: string;
  readonly firmware: string;
  /** Features left out are off and fixed. */
  readonly features: Readonly<Partial<Record<KernelFeature, FeatureDefault>>>;
  /** What `ethtool -S` counts of checksums. */
  readonly checksumCounters: readonly string[];
}

/** What the kernel does itself for every device. */
const software = { 'tx-generic-segmentation': 'on', 'rx-gro': 'on', 'tx-nocache-copy': 'off' } as const;

/** Wherever TSO can be changed, the kernel lets the mangled-id kind be asked for too. */
const segmentation = {
  'tx-scatter-gather': 'on',
  'tx-tcp-segmentation': 'on',
  'tx-tcp-mangleid-segmentation': 'off',
  'tx-tcp6-segmentation': 'on',
} as const;

export const driverProfiles: Readonly<Record<Driver, DriverProfile>> = {
  e1000e: {
    version: '3.4.2.1-NAPI',
    firmware: '0.13-4',
    features: {
      ...software,
      ...segmentation,
      'rx-checksum': 'on',
      'tx-checksum-ip-generic': 'on',
      'rx-vlan-hw-parse': 'on',
      'tx-vlan-hw-insert': 'on',
      'rx-vlan-filter': 'fixed-on',
      'rx-hashing': 'on',
      highdma: 'fixed-on',
      'rx-fcs': 'off',
      'rx-all': 'off',
    },
    checksumCounters: ['rx_csum_offload_good', 'rx_csum_offload_errors'],
  },
  ixgbe: {
    version: '5.9.4',
    firmware: '0x800009df, 1.1313.0',
    features: {
      ...software,
      ...segmentation,
      'rx-checksum': 'on',
      'tx-checksum-ip-generic': 'on',
      'tx-checksum-sctp': 'on',
      'rx-lro': 'off',
      'rx-vlan-hw-parse': 'on',
      'tx-vlan-hw-insert': 'on',
      'rx-vlan-filter': 'on',
      'rx-ntuple-filter': 'off',
      'rx-hashing': 'on',
      highdma: 'fixed-on',
      'tx-gre-segmentation': 'on',
      'tx-gre-csum-segmentation': 'on',
      'tx-udp_tnl-segmentation': 'on',
      'tx-udp_tnl-csum-segmentation': 'on',
      'tx-gso-partial': 'fixed-on',
      'rx-all': 'off',
      'l2-fwd-offload': 'off',
      'hw-tc-offload': 'off',
    },
    checksumCounters: ['rx_csum_offload_errors'],
  },
  tg3: {
    version: '3.137',
    firmware: '5720-v1.39 NCSI v1.5.12.0',
    features: {
      ...software,
      ...segmentation,
      'tx-tcp-ecn-segmentation': 'on',
      'rx-checksum': 'on',
      'tx-checksum-ipv4': 'on',
      'tx-checksum-ipv6': 'on',
      'rx-vlan-hw-parse': 'fixed-on',
      'tx-vlan-hw-insert': 'fixed-on',
      highdma: 'on',
    },
    checksumCounters: [],
  },
  bnx2x: {
    version: '1.714.24 storm 7.13.11.0',
    firmware: 'bc 7.10.10',
    features: {
      ...software,
      ...segmentation,
      'tx-tcp-ecn-segmentation': 'on',
      'rx-checksum': 'on',
      'tx-checksum-ipv4': 'on',
      'tx-checksum-ipv6': 'on',
      'rx-lro': 'off',
      'rx-gro-hw': 'off',
      'rx-vlan-hw-parse': 'on',
      'tx-vlan-hw-insert': 'on',
      'rx-vlan-filter': 'on',
      'rx-hashing': 'on',
      highdma: 'fixed-on',
      'tx-gre-segmentation': 'on',
      'tx-ipxip4-segmentation': 'on',
      'tx-udp_tnl-segmentation': 'on',
      loopback: 'off',
    },
    checksumCounters: ['rx_csum_offload_errors'],
  },
  vif: {
    version: '',
    firmware: '',
    features: {
      ...software,
      ...segmentation,
      'tx-scatter-gather-fraglist': 'on',
      'rx-checksum': 'fixed-on',
      'tx-checksum-ipv4': 'on',
      'tx-checksum-ipv6': 'on',
    },
    checksumCounters: ['rx_gso_checksum_fixup'],
  },
};
