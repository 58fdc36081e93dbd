import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { HostRecord } from '../standin/pool/xapi-database';

const callScript = path.join(__dirname, '..', 'standin', 'host', 'call.sh');

export interface HostTreePlan {
  readonly host: HostRecord;
  /** Private host key. */
  readonly hostKey: string;
  /** The one key that may log in. */
  readonly clientKeyPublic: string;
  /** Where xapi answers, and as whom the host asks. */
  readonly xapi: { readonly address: string; readonly port: number; readonly token: string };
  /** An OpenSSH server as old releases have it, instead of a hardened one. */
  readonly isOld: boolean;
}

/** Writes the files that only this host has, below a folder that stands for its `/`. */
export function writeHostTree(tree: string, plan: HostTreePlan): void {
  for (const [file, mode, text] of hostFiles(plan)) {
    const target = path.join(tree, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
    chmodSync(target, mode);
  }
}

const hostFiles = (plan: HostTreePlan): (readonly [file: string, mode: number, text: string])[] => [
  ['etc/hostname', 0o644, `${plan.host.nameLabel}\n`],
  ['etc/xensource-inventory', 0o644, `INSTALLATION_UUID='${plan.host.uuid}'\nMANAGEMENT_INTERFACE='xenbr0'\n`],
  ['etc/xensource/network.conf', 0o644, 'openvswitch\n'],
  ['etc/ssh/host_key', 0o600, plan.hostKey],
  ['etc/ssh/sshd_config', 0o600, sshdConfig(plan)],
  ['root/.ssh/authorized_keys', 0o600, `${plan.clientKeyPublic}\n`],
  ['usr/bin/xe', 0o755, readFileSync(callScript, 'utf8')],
];

/** The algorithms of XenServer 8.3 (facts/xenserver.md §9), or those of its oldest releases. */
const hardened = `
KexAlgorithms curve25519-sha256,ecdh-sha2-nistp256,ecdh-sha2-nistp384,ecdh-sha2-nistp521
Ciphers aes128-ctr,aes256-ctr,aes128-gcm@openssh.com,aes256-gcm@openssh.com
MACs hmac-sha2-256,hmac-sha2-512,hmac-sha1
`;
const old = `
KexAlgorithms diffie-hellman-group-exchange-sha256
Ciphers aes128-ctr
MACs hmac-sha1
`;

const sshdConfig = ({ isOld, xapi }: HostTreePlan): string => `
HostKey /etc/ssh/host_key
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
PidFile none
LogLevel VERBOSE
SetEnv XEN_STANDIN_ADDRESS=${xapi.address} XEN_STANDIN_PORT=${String(xapi.port)} XEN_STANDIN_TOKEN=${xapi.token}
${isOld ? old : hardened}`;
