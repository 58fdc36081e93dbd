import { expect, test } from '@jest/globals';
import { errorDocument, renderError } from '../../../client/render/error';

test('an error says what happened, on which host, and what to do', () => {
  expect(renderError({ type: 'HostKeyChanged', message: 'shows another host key than known', host: 'xen-1' })).toBe(
    'xen-offload: xen-1: shows another host key than known\n' +
      'HostKeyChanged: Find out why. Only if the host was reinstalled, remove the old key with ssh-keygen -R and add the new one.',
  );
});

test('a refusal is told apart from a failure in the document for programs', () => {
  expect(errorDocument('remediate', { type: 'RunInProgress', message: 'busy' })).toMatchObject({ outcome: 'refused' });
  expect(errorDocument('audit', { type: 'HostUnreachable', message: 'gone' })).toMatchObject({ outcome: 'failed' });
});
