import { describe, expect, test } from '@jest/globals';
import type { Answer } from '../../../../lab/standin/answer';
import { ArmedFaults } from '../../../../lab/standin/faults/armed-faults';
import type { FaultPlan } from '../../../../lab/standin/faults/fault';
import { makePool } from '../../../../lab/standin/pool/make-pool';
import { viewDatabase } from '../../../../lab/standin/xe/xapi-view';
import { xe } from '../../../../lab/standin/xe/xe';

function pool() {
  const { xapi } = makePool({ hosts: 2, seed: 'xe' });
  const faults = new ArmedFaults([], () => undefined);
  const writes: string[] = [];
  const context = { view: viewDatabase(xapi), faults, onWrite: (uuid: string) => writes.push(uuid) };
  const run = (...words: string[]): Answer => xe(words, context);
  const [pif] = xapi.pifs;
  if (pif === undefined) throw new Error('no PIF');
  pif.otherConfig = { domain: 'example.org', 'ethtool-gro': 'on' };
  return { xapi, faults, writes, run, pif };
}

const internal =
  'The server failed to handle your request, due to an internal error. The given message may give details useful for debugging the problem.\n';

describe('lists', () => {
  test('print records with tags in a right-aligned column, in the order of the class, two empty lines after each', () => {
    const { run, pif } = pool();
    const { stdout } = run(
      'pif-list',
      `uuid=${pif.uuid}`,
      'params=other-config,bond-slave-of,nosuch,bond-master-of,uuid',
    );
    expect(stdout).toBe(
      `uuid ( RO)              : ${pif.uuid}\n` +
        '    bond-master-of ( RO): \n' +
        '     bond-slave-of ( RO): <not in database>\n' +
        '      other-config (MRW): domain: example.org; ethtool-gro: on\n\n\n',
    );
  });

  test('of nothing print nothing', () => {
    expect(pool().run('pif-list', 'device=eth9')).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect(pool().run('pif-list', 'device=eth9', '--minimal')).toEqual({ exitCode: 0, stdout: '\n', stderr: '' });
  });

  test('with --minimal give the first field of the class in one line, commas escaped', () => {
    const { run, xapi } = pool();
    expect(run('host-list', '--minimal', 'params=address,uuid').stdout).toBe(
      `${xapi.hosts.map((host) => host.uuid).join(',')}\n`,
    );
    expect(run('network-list', '--minimal', 'params=name-label', 'bridge=xenbr1').stdout).toBe(
      'data\\, the "fast" one\n',
    );
  });

  test('print labels as they are, newlines included', () => {
    const { stdout } = pool().run('vm-list', 'params=name-label');
    expect(stdout).toContain('name-label ( RW)    : two\nlines\n\n\n');
    expect(stdout).toContain('name-label ( RW)    : web "front"\n');
  });

  test.each([
    ['pif-list', ['physical=true', 'device=eth0'], 2],
    ['pif-list', ['other-config:ethtool-gro=on'], 2],
    ['pif-list', ['VLAN=42', 'device=eth1'], 2],
    ['pif-list', ['properties:gro=on'], 10],
    ['vm-list', ['is-control-domain=true'], 2],
    ['vm-list', ['power-state=halted'], 1],
    ['vm-list', ['is-a-snapshot=true'], 0],
    ['template-list', [], 1],
    ['snapshot-list', [], 1],
    ['vif-list', [], 12],
    ['bond-list', [], 2],
    ['pool-list', [], 1],
  ])('%s %j finds %i', (command, filters, count) => {
    const uuids = pool()
      .run(command, ...filters, 'params=uuid', '--minimal')
      .stdout.trim();
    expect(uuids === '' ? 0 : uuids.split(',').length).toBe(count);
  });
});

describe('parameters', () => {
  test('are set several at once, added or replaced, and others stay', () => {
    const { run, pif, writes } = pool();
    const answer = run(
      'pif-param-set',
      `uuid=${pif.uuid}`,
      'other-config:ethtool-gro=off',
      'other-config:ethtool-tx=a=b',
    );
    expect(answer).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect(pif.otherConfig).toEqual({ domain: 'example.org', 'ethtool-gro': 'off', 'ethtool-tx': 'a=b' });
    expect(writes).toEqual([pif.uuid]);
  });

  test.each(['”off”', '"off"', 'Off', '0', '', ' off '])('are kept and printed as they were given: %j', (value) => {
    const { run, pif } = pool();
    run('pif-param-set', `uuid=${pif.uuid}`, `other-config:ethtool-gro=${value}`);
    expect(run('pif-param-get', `uuid=${pif.uuid}`, 'param-name=other-config').stdout).toBe(
      `domain: example.org; ethtool-gro: ${value}\n`,
    );
  });

  test('are read as a whole and by key', () => {
    const { run, pif } = pool();
    const get = (...words: string[]) =>
      run('pif-param-get', `uuid=${pif.uuid}`, 'param-name=other-config', ...words).stdout;
    expect(get()).toBe('domain: example.org; ethtool-gro: on\n');
    expect(get('param-key=ethtool-gro')).toBe('on\n');
    expect(get('param-key=ethtool-gro', '--minimal')).toBe('on\n');
    expect(run('pif-param-get', `uuid=${pif.uuid}`, 'param-name=properties', 'param-key=gro').stdout).toBe('on\n');
  });

  test('are set in the older form with a dash too', () => {
    const { run, pif } = pool();
    run('pif-param-set', `uuid=${pif.uuid}`, 'other-config-ethtool-gro=off');
    expect(pif.otherConfig).toEqual({ domain: 'example.org', 'ethtool-gro': 'off' });
  });

  test('are added several at once, up to one that is there already', () => {
    const { run, pif, writes } = pool();
    const add = ['pif-param-add', `uuid=${pif.uuid}`, 'param-name=other-config'];
    expect(run(...add, 'ethtool-tx=off', 'ethtool-gro=off', 'ethtool-rx=off')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/that key is already there[^]*key: ethtool-gro\n$/),
    });
    expect(pif.otherConfig).toEqual({ domain: 'example.org', 'ethtool-gro': 'on', 'ethtool-tx': 'off' });
    expect(writes).toEqual([pif.uuid]);
  });

  test('are removed one at a time', () => {
    const { run, pif } = pool();
    run('pif-param-remove', `uuid=${pif.uuid}`, 'param-name=other-config', 'param-key=ethtool-gro');
    expect(pif.otherConfig).toEqual({ domain: 'example.org' });
  });
});

describe('errors, all with exit code 1', () => {
  const PIF = pool().pif.uuid;
  test.each([
    [
      'a uuid that does not exist',
      ['pif-param-get', 'uuid=12', 'param-name=uuid'],
      'The uuid you supplied was invalid.\ntype: PIF\nuuid: 12\n',
    ],
    ['an unknown command', ['nic-list'], "Unknown command: nic-list\nFor usage run: 'xe help'\n"],
    [
      'no uuid',
      ['vif-param-set', 'other-config:a=b'],
      "Required parameter not found: uuid\nFor usage run: 'xe help'\n",
    ],
    [
      'a key that is not there to read',
      ['pif-param-get', `uuid=${PIF}`, 'param-name=other-config', 'param-key=x'],
      `${internal}message: Failure: Key x not found in map\n`,
    ],
    [
      'a key that only every object of JavaScript has',
      ['pif-param-get', `uuid=${PIF}`, 'param-name=other-config', 'param-key=constructor'],
      `${internal}message: Failure: Key constructor not found in map\n`,
    ],
    [
      'an addition to a text',
      ['pif-param-add', `uuid=${PIF}`, 'param-name=device', 'a=b'],
      `${internal}message: Failure: Can only add to parameters of type Set or Map\n`,
    ],
    [
      'an addition to a read-only map',
      ['pif-param-add', `uuid=${PIF}`, 'param-name=properties', 'gro=off'],
      `${internal}message: Failure: Parameter is read-only\n`,
    ],
    [
      'a key that is not there to remove',
      ['pif-param-remove', `uuid=${PIF}`, 'param-name=other-config', 'param-key=x'],
      `${internal}message: Failure: Key x is not in map\n`,
    ],
    [
      'an unknown field to read',
      ['pif-param-get', `uuid=${PIF}`, 'param-name=x'],
      'Error code: Missing parameter\nError parameters: x\n',
    ],
    [
      'an unknown field to set',
      ['pif-param-set', `uuid=${PIF}`, 'x=1'],
      `${internal}message: Failure: Unknown field 'x'\n`,
    ],
    [
      'a read-only field',
      ['pif-param-set', `uuid=${PIF}`, 'device=eth7'],
      `${internal}message: Failure: Field 'device' is read-only.\n`,
    ],
    ['an unknown filter', ['pif-list', 'x=1'], `${internal}message: Failure: Unknown field 'x'\n`],
    [
      'a key twice',
      ['pif-param-set', `uuid=${PIF}`, 'other-config:k=1', 'other-config:k=2'],
      `You tried to add a key-value pair to a map, but that key is already there.\ntype: PIF\nparam_name: other_config\nuuid: ${PIF}\nkey: k\n`,
    ],
  ])('%s', (_case, words, stderr) => {
    expect(pool().run(...words)).toEqual({ exitCode: 1, stdout: '', stderr });
  });

  test('but not for xe alone, which prints its usage', () => {
    expect(pool().run()).toMatchObject({ exitCode: 0, stdout: '', stderr: expect.stringMatching(/^Usage:/) });
  });

  test('an unknown filter is no error where nothing is left to filter', () => {
    expect(pool().run('pif-list', 'device=eth9', 'x=1').exitCode).toBe(0);
  });
});

describe('faults of xe', () => {
  test.each<[FaultPlan, RegExp]>([
    [{ kind: 'xe-refuses', command: '^pif-param-set' }, /^You attempted an operation that was not allowed\./],
    [
      { kind: 'xe-refuses', command: 'ethtool-tx', error: 'still-booting' },
      /^The host toolstack is still initialising\. Please wait\.\n$/,
    ],
    [{ kind: 'xe-hangs-up', command: '^pif-param-set' }, /^Lost connection to the server\.\n$/],
  ])('%j changes nothing', (fault, stderr) => {
    const { run, pif, faults, writes } = pool();
    const id = faults.add({ ...fault, times: 1 });
    const words = ['pif-param-set', `uuid=${pif.uuid}`, 'other-config:ethtool-tx=off'];
    expect(run(...words)).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringMatching(stderr) });
    expect(pif.otherConfig).not.toHaveProperty('ethtool-tx');
    expect(writes).toEqual([]);
    expect(faults.fired()).toEqual({ [id]: 1 });
    expect(run(...words).exitCode).toBe(0);
  });

  test('dying between two keys leaves the first', () => {
    const { run, pif, faults } = pool();
    faults.add({ kind: 'xe-dies-between-keys', object: pif.uuid, afterKeys: 1 });
    const answer = run(
      'pif-param-set',
      `uuid=${pif.uuid}`,
      'other-config:ethtool-tx=off',
      'other-config:ethtool-rx=off',
    );
    expect(answer).toEqual({ exitCode: 1, stdout: '', stderr: 'Lost connection to the server.\n' });
    expect(pif.otherConfig).toMatchObject({ 'ethtool-tx': 'off' });
    expect(pif.otherConfig).not.toHaveProperty('ethtool-rx');
  });
});
