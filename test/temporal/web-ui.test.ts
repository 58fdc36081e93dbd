import { expect, test } from '@jest/globals';
import { runUrl } from '../../temporal/web-ui';

test('the link to a run survives the slashes of its id', () => {
  expect(runUrl('http://127.0.0.1:8233', 'default', 'pool/6f1c/change', 'run-1')).toBe(
    'http://127.0.0.1:8233/namespaces/default/workflows/pool%2F6f1c%2Fchange/run-1/history',
  );
});
