import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Device } from '../pool/standin-pool';
import type { HostRecord } from '../pool/xapi-database';

/** The programs that are played, not run. */
export const standinPrograms = ['xe', 'ethtool', 'tcpdump'] as const;
export type StandinProgram = (typeof standinPrograms)[number];

export interface HostFolder {
  /** What is `/` to the host-side scripts. */
  readonly root: string;
  /** The only folder on the host's PATH. */
  readonly bin: string;
}

export interface HostFolderPlan {
  readonly folder: string;
  readonly host: HostRecord;
  readonly devices: Readonly<Record<string, Device>>;
  /** The stand-in script, ready to run. */
  readonly call: string;
  readonly tools: ReadonlyMap<string, string>;
}

/** Makes a host's folders, or completes those that an earlier start left; what scripts wrote there stays. */
export function makeHostFolder({ folder, host, devices, call, tools }: HostFolderPlan): HostFolder {
  const root = path.join(folder, 'root');
  const bin = path.join(folder, 'bin');
  if (!existsSync(path.join(root, 'etc'))) writeHostFiles(root, host, devices);
  rmSync(bin, { recursive: true, force: true });
  mkdirSync(bin, { recursive: true });
  for (const [name, file] of tools) symlinkSync(file, path.join(bin, name));
  for (const program of standinPrograms) symlinkSync(call, path.join(bin, program));
  return { root, bin };
}

/** Takes a stand-in off the host's PATH, or puts it back. */
export function setInstalled({ bin }: HostFolder, program: StandinProgram, call: string, installed: boolean): void {
  const file = path.join(bin, program);
  if (!installed) rmSync(file, { force: true });
  else if (!existsSync(file)) symlinkSync(call, file);
}

function writeHostFiles(root: string, host: HostRecord, devices: Readonly<Record<string, Device>>): void {
  for (const [file, text] of hostFiles(host, devices)) {
    const target = path.join(root, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  for (const empty of ['var/lib', 'tmp', 'root']) mkdirSync(path.join(root, empty), { recursive: true });
}

function hostFiles(host: HostRecord, devices: Readonly<Record<string, Device>>): (readonly [string, string])[] {
  return [
    ['etc/xensource-inventory', `INSTALLATION_UUID='${host.uuid}'\nMANAGEMENT_INTERFACE='xenbr0'\n`],
    ['etc/xensource/network.conf', 'openvswitch\n'],
    [
      'proc/net/snmp',
      'Tcp: InSegs OutSegs RetransSegs InErrs InCsumErrors\nTcp: 120345 118201 12 0 0\n' +
        'Udp: InDatagrams NoPorts InErrors OutDatagrams InCsumErrors\nUdp: 4021 3 0 4020 0\n',
    ],
    ...Object.entries(devices).flatMap(([name, device]) => deviceFiles(`sys/class/net/${name}`, device)),
  ];
}

function deviceFiles(folder: string, device: Device): (readonly [string, string])[] {
  const files: [string, string][] = [
    [`${folder}/mtu`, `${String(device.mtu)}\n`],
    [`${folder}/address`, `${device.mac}\n`],
  ];
  if (device.driver === 'vif') return files;
  const packets = device.idle ? '0\n' : '120345\n';
  return [
    ...files,
    [`${folder}/statistics/rx_packets`, packets],
    [`${folder}/statistics/tx_packets`, packets],
    [`${folder}/statistics/rx_errors`, '0\n'],
    [`${folder}/statistics/tx_dropped`, '0\n'],
  ];
}
