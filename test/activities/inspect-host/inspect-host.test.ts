import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { featuresIn } from '../../../activities/shared/feature-script';
import { hostScript } from '../../../activities/shared/host-script';
import { parseNetworkBackend } from '../../../parse/network-backend';
import { onlySection, parseSections } from '../../../parse/sections';

const script = hostScript(path.join(__dirname, '../../../activities/inspect-host/inspect-host.sh'), 'features');
const uuid = '00000000-0000-0000-0000-000000000001';
const isInstalled = (shell: string): boolean => spawnSync(shell, ['-c', ':']).status === 0;

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'xen-offload-inspect-'));
  for (const folder of ['bin', 'etc/xensource']) mkdirSync(path.join(root, folder), { recursive: true });
  writeFileSync(path.join(root, 'etc/xensource-inventory'), `INSTALLATION_UUID='${uuid}'\n`);
  const ethtool = path.join(root, 'bin/ethtool');
  writeFileSync(ethtool, '#!/bin/sh\n[ "$1" != -k ] || printf "Features for %s:\\nrx-checksumming: on\\n" "$2"\n');
  chmodSync(ethtool, 0o755);
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** Looks at a host with eth0, asking for the devices that only a Linux bridge has. */
function inspect(shell: string, networkConf: string | null, bridgeDevices: readonly string[]) {
  if (networkConf !== null) writeFileSync(path.join(root, 'etc/xensource/network.conf'), networkConf);
  const { stdout, status } = spawnSync(shell, ['-c', script.text, 'inspect-host', uuid, ...bridgeDevices], {
    encoding: 'utf8',
    input: 'eth0',
    env: { PATH: `${path.join(root, 'bin')}:/usr/bin:/bin`, XEN_OFFLOAD_ROOT: root, XEN_OFFLOAD_MARK: 'm4rk' },
  });
  expect(status).toBe(0);
  const sections = parseSections(stdout);
  return {
    backend: parseNetworkBackend(onlySection(sections, 'network-backend').text),
    read: Object.keys(featuresIn(sections).devices),
    captured: sections.filter(({ name }) => name === 'driver').map(({ argument }) => argument),
  };
}

describe.each(['dash', 'bash'].filter(isInstalled))('in %s', (shell) => {
  test.each([
    ['a Linux bridge', 'bridge\n', 'bridge', ['eth0', 'bond0', 'eth0.42']],
    ['Open vSwitch', 'openvswitch\n', 'openvswitch', ['eth0']],
    ['a host without network.conf', null, 'openvswitch', ['eth0']],
  ])(
    '%s is known, and bonds and VLANs are read where they have devices, never captured on',
    (_, conf, backend, read) => {
      expect(inspect(shell, conf, ['bond0', 'eth0.42'])).toEqual({ backend, read, captured: ['eth0'] });
    },
  );

  test('a Linux bridge without keys on bonds and VLANs is asked for NICs alone', () => {
    expect(inspect(shell, 'bridge\n', [])).toEqual({ backend: 'bridge', read: ['eth0'], captured: ['eth0'] });
  });
});
