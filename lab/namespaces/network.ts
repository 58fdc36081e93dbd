import {
  clientNumber,
  hostNamespace,
  labNetwork,
  managementAddress,
  nics,
  routerAddress,
  sharedNamespace,
  sharedNamespaces,
} from './names';

export interface NetworkPlan {
  readonly lab: string;
  /** Hosts, numbered from 1, each with the MAC addresses of its NICs and the names of its VIFs' devices. */
  readonly hosts: readonly {
    readonly number: number;
    readonly macs: Readonly<Record<string, string>>;
    readonly vifs: readonly string[];
  }[];
}

/** Names of the other ends: of a host's management NIC at the router, of another NIC at the switch, of a VIF at the guest. */
export const routerPort = (number: number): string => `h${String(number)}`;
export const switchPort = (number: number, nic: string): string => `h${String(number)}-${nic}`;

/**
 * The hardware of a host's NIC is a bridge of its own between the NIC and the data network. Its uplink has tx off, so
 * that the kernel fills in checksums and cuts segments there, as a real NIC does after the host let go of a packet: a
 * veth alone hands everything to its peer as it is. eth0 has the same in its port at the router.
 */
const hardware = (number: number): string => `h${String(number)}-nic`;
export const uplink = (number: number): string => `h${String(number)}-up`;
const dataPort = (number: number): string => `h${String(number)}-data`;
const guestNic = (number: number, vif: string): string => `g${String(number)}-${vif}`;

/** Lines for `ip -batch` that make every namespace and every pair of NICs. */
export function pairLines({ lab, hosts }: NetworkPlan): readonly string[] {
  const shared = (name: (typeof sharedNamespaces)[number]): string => sharedNamespace(lab, name);
  const pair = (nic: string, namespace: string, other: string, otherNamespace: string, mac?: string): string =>
    `link add name ${nic} ${mac === undefined ? '' : `address ${mac} `}netns ${namespace} ` +
    `type veth peer name ${other} netns ${otherNamespace}`;
  return [
    ...sharedNamespaces.map((name) => `netns add ${shared(name)}`),
    ...hosts.map(({ number }) => `netns add ${hostNamespace(lab, number)}`),
    pair('eth0', shared('client'), routerPort(clientNumber), shared('router')),
    ...hosts.flatMap(({ number, macs, vifs }) => {
      const own = hostNamespace(lab, number);
      return [
        pair('eth0', own, routerPort(number), shared('router'), macs.eth0),
        ...nics
          .filter((nic) => nic !== 'eth0')
          .map((nic) => pair(nic, own, switchPort(number, nic), shared('switch'), macs[nic])),
        ...vifs.map((vif) => pair(vif, own, guestNic(number, vif), shared('guests'), 'fe:ff:ff:ff:ff:ff')),
      ];
    }),
  ];
}

/**
 * Lines for the router: a subnet for every host. A route that throws packets away waits behind each: a cut cable must
 * not answer "unreachable".
 */
export const routerLines = ({ hosts }: NetworkPlan): readonly string[] => [
  'link set lo up',
  ...[clientNumber, ...hosts.map(({ number }) => number)].flatMap((number) => [
    `link set ${routerPort(number)} up`,
    `address add ${routerAddress(number)}/24 dev ${routerPort(number)}`,
    `route add blackhole 198.18.${String(number)}.0/24 metric 9999`,
  ]),
];

/** Lines for `ethtool -K` at the router, the hardware of every eth0. */
export const routerFeatures = ({ hosts }: NetworkPlan): readonly string[] =>
  [clientNumber, ...hosts.map(({ number }) => number)].map((number) => `${routerPort(number)} tx off`);

/** Lines for the switch: eth1 of every host is plugged into the data network, the others hang on ports of nobody. */
export const switchLines = ({ hosts }: NetworkPlan): readonly string[] => [
  'link add name data type bridge',
  'link set data up',
  ...hosts.flatMap(({ number }) => [
    `link add name ${hardware(number)} type bridge`,
    `link add name ${uplink(number)} type veth peer name ${dataPort(number)}`,
    `link set ${switchPort(number, 'eth1')} master ${hardware(number)}`,
    `link set ${uplink(number)} master ${hardware(number)}`,
    `link set ${dataPort(number)} master data`,
    ...[hardware(number), uplink(number), dataPort(number)].map((device) => `link set ${device} up`),
    ...nics.filter((nic) => nic !== 'eth0').map((nic) => `link set ${switchPort(number, nic)} up`),
  ]),
];

/**
 * Lines for `ethtool -K` at the switch. A veth merges what it receives (gro on) only while its peer could not have
 * kept segments together (tso off).
 */
export const switchFeatures = ({ hosts }: NetworkPlan): readonly string[] =>
  hosts.flatMap(({ number }) => [`${uplink(number)} tx off`, `${switchPort(number, 'eth1')} tso off`]);

export const guestLines = ({ hosts }: NetworkPlan): readonly string[] =>
  hosts.flatMap(({ number, vifs }) => vifs.map((vif) => `link set ${guestNic(number, vif)} up`));

export const clientLines: readonly string[] = [
  'link set lo up',
  'link set eth0 up',
  `address add ${managementAddress(clientNumber)}/24 dev eth0`,
  `route add ${labNetwork} via ${routerAddress(clientNumber)}`,
];
