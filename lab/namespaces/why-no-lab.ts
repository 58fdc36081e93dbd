import path from 'node:path';
import { isExecutable } from '../standin/host/is-executable';

/** Programs of this machine that a lab is made of, each with the Debian package it comes in. */
const tools = [
  ['ip', 'iproute2'],
  ['nsenter', 'util-linux'],
  ['unshare', 'util-linux'],
  ['ethtool', 'ethtool'],
  ['tcpdump', 'tcpdump'],
  ['sshd', 'openssh-server'],
  ['ssh', 'openssh-client'],
  ['socat', 'socat'],
] as const;

const folders = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** Why no lab can be made on this machine; null where one can. */
export function whyNoLab(): string | null {
  if (process.platform !== 'linux') return 'a lab needs Linux';
  if (process.getuid?.() !== 0) return 'a lab needs root, for namespaces of its own';
  const missing = tools.filter(([tool]) => !folders.some((folder) => isExecutable(path.join(folder, tool))));
  if (missing.length === 0) return null;
  const packages = [...new Set(missing.map(([, name]) => name))];
  return `a lab needs ${missing.map(([tool]) => tool).join(', ')}: apt-get install ${packages.join(' ')}`;
}
