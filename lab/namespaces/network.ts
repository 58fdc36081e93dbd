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

/** Lines for the switch: eth1 of every host is plugged into the data network, the others hang on ports of nobody. */
export const switchLines = ({ hosts }: NetworkPlan): readonly string[] => [
  'link add name data type bridge',
  'link set data up',
  ...hosts.flatMap(({ number }) => [
    `link set ${switchPort(number, 'eth1')} master data`,
    ...nics.filter((nic) => nic !== 'eth0').map((nic) => `link set ${switchPort(number, nic)} up`),
  ]),
];

export const guestLines = ({ hosts }: NetworkPlan): readonly string[] =>
  hosts.flatMap(({ number, vifs }) => vifs.map((vif) => `link set ${guestNic(number, vif)} up`));

export const clientLines: readonly string[] = [
  'link set lo up',
  'link set eth0 up',
  `address add ${managementAddress(clientNumber)}/24 dev eth0`,
  `route add ${labNetwork} via ${routerAddress(clientNumber)}`,
];
