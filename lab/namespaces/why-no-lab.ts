import path from 'node:path';
import { isExecutable } from '../standin/host/is-executable';

/** A program of this machine, with the Debian package it comes in. */
type Tool = readonly [name: string, debianPackage: string];

/** What a lab is made of. */
const tools: readonly Tool[] = [
  ['ip', 'iproute2'],
  ['nsenter', 'util-linux'],
  ['unshare', 'util-linux'],
  ['ethtool', 'ethtool'],
  ['tcpdump', 'tcpdump'],
  ['sshd', 'openssh-server'],
  ['ssh', 'openssh-client'],
  ['socat', 'socat'],
];

/** Where programs of this machine are. PATH may have others first: npm puts those of packages there, one named nft. */
export const machineFolders: readonly string[] = [
  '/usr/local/sbin',
  '/usr/local/bin',
  '/usr/sbin',
  '/usr/bin',
  '/sbin',
  '/bin',
];

/** Why no lab can be made on this machine; null where one can. */
export function whyNoLab(): string | null {
  if (process.platform !== 'linux') return 'a lab needs Linux';
  if (process.getuid?.() !== 0) return 'a lab needs root, for namespaces of its own';
  return whyWithout('a lab', tools);
}

/** Why received packets cannot be damaged on this machine; null where they can. */
export const whyNoDamage = (): string | null => whyWithout('the fault receive-damaged', [['nft', 'nftables']]);

function whyWithout(what: string, needed: readonly Tool[]): string | null {
  const missing = needed.filter(([tool]) => !machineFolders.some((folder) => isExecutable(path.join(folder, tool))));
  if (missing.length === 0) return null;
  const packages = [...new Set(missing.map(([, name]) => name))];
  return `${what} needs ${missing.map(([tool]) => tool).join(', ')}: apt-get install ${packages.join(' ')}`;
}
