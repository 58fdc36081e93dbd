import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { xeError } from '../../parse/xe-error';

const internal =
  'The server failed to handle your request, due to an internal error. The given message may give details useful for debugging the problem.\n';

describe('a failed xe command', () => {
  test('is told in one bounded line, whatever it printed', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 5_000 }), fc.integer({ min: 1, max: 255 }), (stderr, exitCode) => {
        const { message } = xeError({ command: 'xe pif-list', stderr, exitCode });
        expect(message).not.toContain('\n');
        expect(message.length).toBeLessThan(600);
      }),
    );
  });

  test.each([
    ['The host toolstack is still initialising. Please wait.\n', 1, 'XapiUnavailable'],
    ['Cannot perform operation as the host is running in emergency mode.\n', 1, 'XapiUnavailable'],
    ['Error: Connection refused (calling connect )\n', 1, 'XapiUnavailable'],
    ['Lost connection to the server.\n', 1, 'XapiUnavailable'],
    ['Unable to contact server. Please check server and port settings.\n', 1, 'XapiUnavailable'],
    [
      'You attempted an operation which involves a host which could not be contacted.\nhost: 1f (xen-02)\n',
      1,
      'XapiUnavailable',
    ],
    ['Cannot forward messages because the server cannot be contacted. It may be off.\n', 1, 'XapiUnavailable'],
    ['The uuid you supplied was invalid.\ntype: PIF\nuuid: 12\n', 1, 'XapiRefused'],
    [`${internal}message: Failure: "Key ethtool-tx not found in map"\n`, 1, 'XapiRefused'],
    ['RBAC permission denied.\n', 1, 'XapiRefused'],
    ['Authentication failed\n', 1, 'XapiRefused'],
    [
      'You cannot make regular API calls directly on a supporter. Please pass API calls via the coordinator host.\n',
      1,
      'XapiRefused',
    ],
    [
      'You cannot make regular API calls directly on a slave. Please pass API calls via the master host.\n',
      1,
      'XapiRefused',
    ],
    ['Something nobody has seen: Lost connection to the server\n', 1, 'XapiRefused'],
    ['', 1, 'XapiRefused'],
    ['sh: xe: not found\n', 127, 'NotXenServer'],
    ['', 124, 'ScriptTimedOut'],
  ])('that says %j with exit code %i is %s', (stderr, exitCode, type) => {
    expect(xeError({ command: 'xe pif-list', stderr, exitCode }).type).toBe(type);
  });

  test("is told in one line, in xe's own words", () => {
    const stderr = 'The uuid you supplied was invalid.\ntype: PIF\nuuid: 12\n';
    const error = xeError({ command: 'xe pif-param-set', exitCode: 1, stderr, host: 'xen-01', step: 'write-stored' });
    expect(error.details).toEqual({
      type: 'XapiRefused',
      message: 'xe pif-param-set failed with exit code 1: The uuid you supplied was invalid. | type: PIF | uuid: 12',
      host: 'xen-01',
      step: 'write-stored',
      facts: {
        command: 'xe pif-param-set',
        exitCode: 1,
        stderr: 'The uuid you supplied was invalid. | type: PIF | uuid: 12',
      },
    });
  });

  test('that says nothing is told as such', () => {
    expect(xeError({ command: 'xe pool-list', exitCode: 1, stderr: '\n' }).message).toMatch(/: no message$/);
  });
});
