import { chmodSync, copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeKeyPair } from '../../standin/key-pair';
import type { LabHost } from '../running-lab';
import type { HostEffects } from './host-effects';
import { processOne, rootOf } from './process-one';

const hookFile = path.join(__dirname, 'hook.sh');
const hookedPrograms = ['ethtool', 'tcpdump'];
const programFolders = ['usr/sbin', 'usr/bin'];

/** Makes a host as its faults want it, and as it was where they want nothing. Repeated, it changes nothing. */
export function applyEffects(host: LabHost, effects: HostEffects): void {
  const root = rootOf(host);
  for (const program of hookedPrograms) hook(path.join(root, 'usr/local/sbin', program), effects.isHooked);
  for (const program of [...hookedPrograms, 'xe']) setMissing(root, program, effects.missing.includes(program));
  writeProfile(path.join(root, 'root/.bashrc'), effects);
  changeServer(host, path.join(root, 'etc/ssh'), effects);
}

function hook(file: string, isWanted: boolean): void {
  if (!isWanted) rmSync(file, { force: true });
  else if (!existsSync(file)) {
    copyFileSync(hookFile, file);
    chmodSync(file, 0o755);
  }
}

function setMissing(root: string, program: string, isWanted: boolean): void {
  for (const folder of programFolders) {
    const file = path.join(root, folder, program);
    const [from, to] = isWanted ? [file, `${file}.missing`] : [`${file}.missing`, file];
    if (existsSync(from)) renameSync(from, to);
  }
}

const noise = 'echo "Welcome to this host, which says incorrect things"; echo "profile: trouble" >&2\n';
const question =
  'printf \'%s\\0\' "$XEN_STANDIN_TOKEN" login 0 | socat -t 86400 - UNIX-CONNECT:/opt/lab/control.sock,shut-none >/dev/null\n';

function writeProfile(file: string, { isNoisy, isAsked }: HostEffects): void {
  const text = `${isNoisy ? noise : ''}${isAsked ? question : ''}`;
  if (text === '') rmSync(file, { force: true });
  else writeFileSync(file, text);
}

/** sshd reads its configuration and its key again when told to hang up; open connections stay. */
function changeServer(host: LabHost, folder: string, { isUnreachable, hasOtherKey }: HostEffects): void {
  const [config, key] = [path.join(folder, 'sshd_config'), path.join(folder, 'host_key')];
  const keptKey = `${key}.kept`;
  const deaf = 'ListenAddress 127.0.0.1\n';
  const text = readFileSync(config, 'utf8');
  const isSo = text.startsWith(deaf) === isUnreachable && existsSync(keptKey) === hasOtherKey;
  if (isSo) return;
  writeFileSync(config, `${isUnreachable ? deaf : ''}${text.startsWith(deaf) ? text.slice(deaf.length) : text}`);
  if (!hasOtherKey && existsSync(keptKey)) renameSync(keptKey, key);
  if (hasOtherKey && !existsSync(keptKey)) {
    renameSync(key, keptKey);
    writeFileSync(key, makeKeyPair().private, { mode: 0o600 });
  }
  process.kill(processOne(host), 'SIGHUP');
}
