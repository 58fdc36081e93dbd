import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { HostSlice } from '../../domain/inventory';
import type { Carried } from './carry';
import { frameOf } from './frame';
import type { TimedPacket } from './packet';
import { pcapOf, type TimedFrame } from './pcap';

/** In how many parts a capture is read, one for each run of tcpdump on a device and direction. */
const parts = 4;

/** A capture's file, and whose it is. */
export interface CaptureFile {
  readonly device: string;
  readonly file: string;
}

/** Makes a folder that is `/` to the scripts of one host: what identifies it, and the captures of its NICs. */
export function writeCapturedHost(root: string, { host, nics }: HostSlice, { captures }: Carried): CaptureFile[] {
  for (const folder of ['etc', 'tmp', 'captures']) mkdirSync(path.join(root, folder), { recursive: true });
  writeFileSync(path.join(root, 'etc/xensource-inventory'), `INSTALLATION_UUID='${host.uuid}'\n`);
  writeFileSync(path.join(root, 'captures/empty.pcap'), pcapOf([]));
  return nics.flatMap(({ uuid, device, mac, mtu }) => {
    const folder = path.join(root, 'sys/class/net', device);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'address'), `${mac}\n`);
    writeFileSync(path.join(folder, 'mtu'), `${String(mtu)}\n`);
    const capture = captures.get(uuid) ?? { in: [], out: [] };
    return (['in', 'out'] as const).flatMap((direction) =>
      Array.from({ length: parts }, (_, part) => {
        const file = path.join(root, 'captures', `${device}.${direction}.${String(part + 1)}.pcap`);
        writeFileSync(file, pcapOf(partOf(capture[direction], part)));
        return { device, file };
      }),
    );
  });
}

const partOf = (packets: readonly TimedPacket[], part: number): readonly TimedFrame[] =>
  packets
    .filter(({ at }) => Math.floor(at * parts) === part)
    .map(({ at, packet }) => ({ microseconds: Math.floor(at * 1_000_000), bytes: frameOf(packet) }));
