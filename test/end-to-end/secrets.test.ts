import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ArmedFaults } from '../../lab/standin/faults/armed-faults';
import { endHostProcesses } from '../../lab/standin/host/host-processes';
import { makePool } from '../../lab/standin/pool/make-pool';
import { startStandin, type Standin } from '../../lab/standin/standin';
import { hasSaid, runCommand, startCommand } from '../support/command-line';
import { sshdProgram, startSshd, type Sshd } from '../support/sshd';

const passphrase = 'correct horse battery staple';
const pool = makePool({ hosts: 1, seed: 'secrets' });
const [host] = pool.xapi.hosts;
const token = randomUUID();
let folder: string;
let standin: Standin;
let sshd: Sshd;

const againstSshd = sshdProgram === null || host === undefined ? describe.skip : describe;

againstSshd('a key with a passphrase (skipped where sshd is not installed)', () => {
  const address = `root@${host?.address ?? ''}`;
  const reached = () => ['--ssh-config', sshd.sshConfigFile, '--identity', sshd.identityFile];

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'xen-offload-secrets-'));
    standin = await startStandin({
      directory: path.join(folder, 'hosts'),
      pool,
      faults: new ArmedFaults([], () => undefined),
      tokens: new Map(pool.xapi.hosts.map(({ uuid }) => [uuid, token])),
      controlPort: 0,
      searchPath: process.env.PATH ?? '',
      onChange: () => undefined,
    });
    const [first] = standin.hosts;
    if (first === undefined) throw new Error('the pool has no host');
    const { environment } = first;
    sshd = await startSshd({ directory: path.join(folder, 'sshd'), names: [first.host.address], environment });
    execFileSync('ssh-keygen', ['-q', '-p', '-P', '', '-N', passphrase, '-f', sshd.identityFile], { stdio: 'ignore' });
  });
  afterAll(async () => {
    await sshd.stop();
    endHostProcesses(new Set([token]));
    await standin.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('opens the hosts when a file descriptor gives its passphrase, which is found nowhere else', async () => {
    const state = path.join(folder, 'state');
    const args = ['audit', address, ...reached(), '--passphrase-fd', '3', '--json'];
    const audit = startCommand(args, state, folder, passphrase);
    const places: string[] = [];
    audit.process.stderr?.on('data', () => {
      const proc = `/proc/${String(audit.process.pid)}`;
      places.push(readFileSync(`${proc}/cmdline`, 'utf8'), readFileSync(`${proc}/environ`, 'utf8'));
    });
    await hasSaid(audit, 'Temporal');
    const { exitCode, stdout, stderr } = await audit.end;

    expect({ exitCode, stderr }).toMatchObject({ exitCode: expect.any(Number) });
    expect(JSON.parse(stdout)).toMatchObject({ command: 'audit', hosts: [{ error: null }] });
    expect([...places, stdout, stderr].filter((place) => place.includes(passphrase))).toEqual([]);
    // The log, the saved pool, and the server's own database, with every history in it.
    const files = filesBelow(state);
    expect(files.map((file) => path.basename(file))).toEqual(expect.arrayContaining(['temporal.db', 'worker.log']));
    expect(files.filter((file) => readFileSync(file).includes(passphrase))).toEqual([]);
  });

  test('that nobody can be asked about says what to do, before anything is started', async () => {
    const { exitCode, stderr } = await runCommand(['audit', address, ...reached()], path.join(folder, 'other'), folder);

    expect(exitCode).toBe(1);
    expect(stderr).toContain('has a passphrase, and nobody can be asked for it');
    expect(stderr).toContain('--passphrase-fd');
  });
});

const filesBelow = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
