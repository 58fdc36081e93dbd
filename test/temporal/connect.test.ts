import { describe, expect, test } from '@jest/globals';
import { connectClient } from '../../temporal/connect';
import { testServer } from '../support/temporal';

describe('a client', () => {
  test('reaches the server', async () => {
    const connected = await connectClient(testServer());
    const { namespaceInfo } = await connected.client.connection.workflowService.describeNamespace({
      namespace: 'default',
    });
    expect(namespaceInfo?.name).toBe('default');
    await connected.close();
  });

  test('is told the address at which nothing answers', async () => {
    await expect(connectClient({ address: '127.0.0.1:1', namespace: 'default' })).rejects.toMatchObject({
      type: 'ServerUnreachable',
      message: 'no Temporal server answers at 127.0.0.1:1',
    });
  });
});
