import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Device } from '../pool/standin-pool';
import type { HostRecord } from '../pool/xapi-database';

/** The programs that are played, not run. */
export const standinPrograms = ['xe', 'ethtool', 'tcpdump'] as const;
export type StandinProgram = (typeof standinPrograms)[number];

/** Written last: a host that has it is complete. */
const inventory = 'etc/xensource-inventory';

export interface HostFolder {
  /** What is `/` to the host-side scripts. */
  readonly root: string;
  /** The host's own stand-ins: first on its PATH. */
  readonly bin: string;
  /** The named real tools, one folder for all hosts: the rest of its PATH. */
  readonly tools: string;
}

export interface HostFolderPlan {
  readonly folder: string;
  readonly host: HostRecord;
  readonly devices: Readonly<Record<string, Device>>;
  /** The stand-in script, ready to run. */
  readonly call: string;
  readonly tools: string;
}

/** Makes a host's folders, or completes those that an earlier start left; what scripts wrote there stays. */
export function makeHostFolder({ folder, host, devices, call, tools }: HostFolderPlan): HostFolder {
  const root = path.join(folder, 'root');
  const bin = path.join(folder, 'bin');
  if (!existsSync(path.join(root, inventory))) writeHostFiles(root, host, devices);
  rmSync(bin, { recursive: true, force: true });
  mkdirSync(bin, { recursive: true });
  for (const program of standinPrograms) symlinkSync(call, path.join(bin, program));
  return { root, bin, tools };
}

/** Takes a stand-in off the host's PATH, or puts it back. */
export function setInstalled({ bin }: HostFolder, program: StandinProgram, call: string, installed: boolean): void {
  const file = path.join(bin, program);
  if (!installed) rmSync(file, { force: true });
  else if (!existsSync(file)) symlinkSync(call, file);
}

function writeHostFiles(root: string, host: HostRecord, devices: Readonly<Record<string, Device>>): void {
  for (const empty of ['var/lib', 'tmp', 'root', 'run']) mkdirSync(path.join(root, empty), { recursive: true });
  for (const [file, text] of hostFiles(host, devices)) {
    const target = path.join(root, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}

function hostFiles(host: HostRecord, devices: Readonly<Record<string, Device>>): (readonly [string, string])[] {
  return [
    ['etc/xensource/network.conf', 'openvswitch\n'],
    [
      'proc/net/snmp',
      'Tcp: InSegs OutSegs RetransSegs InErrs InCsumErrors\nTcp: 120345 118201 12 0 0\n' +
        'Udp: InDatagrams NoPorts InErrors OutDatagrams InCsumErrors\nUdp: 4021 3 0 4020 0\n',
    ],
    ...Object.entries(devices).flatMap(([name, device]) => deviceFiles(`sys/class/net/${name}`, device)),
    [inventory, `INSTALLATION_UUID='${host.uuid}'\nMANAGEMENT_INTERFACE='xenbr0'\n`],
  ];
}

const deviceFiles = (folder: string, { mtu, mac }: Device): (readonly [string, string])[] => [
  [`${folder}/mtu`, `${String(mtu)}\n`],
  [`${folder}/address`, `${mac}\n`],
];
