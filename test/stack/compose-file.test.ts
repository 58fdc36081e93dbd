import { afterEach, describe, expect, test } from '@jest/globals';
import { readComposeFile } from '../../stack/compose-file';
import { root } from '../tidy/project-files';

afterEach(() => {
  delete process.env.TEMPORAL_PORT;
});

describe('what the native stack takes from docker-compose.yml', () => {
  test('is the environment of each service, what the worker is told, and the version', () => {
    const { services, temporalVersion } = readComposeFile(root);

    expect(services.temporal.environment).toMatchObject({ DB: 'postgres12', NUM_HISTORY_SHARDS: '4' });
    expect(services.worker).toMatchObject({
      environment: { TEMPORAL_ADDRESS: 'temporal:7233', TEMPORAL_NAMESPACE: 'default' },
      command: expect.arrayContaining(['worker', '--health-port', '8081']),
    });
    expect(temporalVersion).toMatch(/^\d+\.\d+\.\d+$/);
  });

  test('is the ports of .env, over which the environment wins', () => {
    expect(readComposeFile(root).services.temporal.ports.get(7233)).toBe(7233);
    process.env.TEMPORAL_PORT = '17233';
    expect(readComposeFile(root).services.temporal.ports.get(7233)).toBe(17233);
  });
});
