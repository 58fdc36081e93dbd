import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import { serverAccess } from '../../temporal/server-access';

const folder = mkdtempSync(path.join(tmpdir(), 'xen-offload-profile-'));
const before = { ...process.env };
beforeEach(() => {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('TEMPORAL_'));
  process.env = Object.fromEntries(others);
  process.env.TEMPORAL_CONFIG_FILE = path.join(folder, 'none.toml');
});
afterEach(() => {
  process.env = { ...before };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function profiles(toml: string): void {
  const file = path.join(folder, 'temporal.toml');
  writeFileSync(file, toml);
  process.env.TEMPORAL_CONFIG_FILE = file;
}

test('no address anywhere means the local server', () => {
  expect(serverAccess({})).toBeNull();
  expect(serverAccess({ namespace: 'ops' })).toBeNull();
});

test('an address on the command line is enough, and wins over the environment', () => {
  process.env.TEMPORAL_ADDRESS = 'elsewhere:7233';
  process.env.TEMPORAL_NAMESPACE = 'ops';

  expect(serverAccess({})).toMatchObject({ address: 'elsewhere:7233', namespace: 'ops' });
  expect(serverAccess({ address: 'here:7233', namespace: 'night' })).toMatchObject({
    address: 'here:7233',
    namespace: 'night',
  });
});

test('a profile names address, namespace and certificates', () => {
  profiles(`[profile.prod]
address = "temporal.example:7233"
namespace = "prod"
[profile.prod.tls]
server_name = "temporal.example"
client_cert_data = "certificate"
client_key_data = "key"
`);

  const access = serverAccess({ profile: 'prod' });

  expect(access).toMatchObject({ address: 'temporal.example:7233', namespace: 'prod' });
  expect(access?.credentials?.tls).toMatchObject({
    serverNameOverride: 'temporal.example',
    clientCertPair: { crt: Buffer.from('certificate'), key: Buffer.from('key') },
  });
});

test('an API key goes over TLS only', () => {
  process.env.TEMPORAL_ADDRESS = 'temporal.example:7233';
  process.env.TEMPORAL_API_KEY = 'secret';

  expect(serverAccess({})?.credentials).toMatchObject({ apiKey: 'secret', tls: true });
});

test.each<[string, string, string]>([
  ['that does not exist', '', 'nowhere'],
  ['without an address', '[profile.empty]\nnamespace = "prod"\n', 'empty'],
  ['in a file that is no TOML', '[profile', 'prod'],
])('a profile %s is a mistake in the configuration', (_, toml, profile) => {
  profiles(toml);

  expect(() => serverAccess({ profile })).toThrow("Temporal's configuration: ");
});
