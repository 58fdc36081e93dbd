import { Command } from 'commander';
import { expect, test } from '@jest/globals';
import { sshSettings, withSshOptions, type SshOptions } from '../../client/ssh-options';

const print = `SHA256:${'A'.repeat(43)}`;

const parse = (...args: string[]) =>
  sshSettings(withSshOptions(new Command()).parse(args, { from: 'user' }).opts<SshOptions>());

test.each([
  ['none', [], null],
  ['a secret, which is no setting', ['--password-fd', '3'], null],
  ['keys', ['--identity', 'a', '--identity', 'b'], { identity: ['a', 'b'] }],
  ['new hosts', ['--accept-new'], { hostKeys: 'accept-new' }],
  ['no new hosts', ['--no-accept-new'], { hostKeys: 'strict' }],
  ['fingerprints', ['--fingerprint', print, '--fingerprint', print], { fingerprints: [print, print] }],
  ['a way', ['--jump', 'gate', '--port', '2222'], { jump: 'gate', port: 2222 }],
])('flags about %s say only what they name, so that the others of the pool stay', (_, args, expected) => {
  expect(parse(...args)).toEqual(expected);
});

test.each(['MD5:00:11', 'SHA256:short', ''])('%s is no fingerprint', (text) => {
  expect(() => parse('--fingerprint', text)).toThrow(/expected a fingerprint/);
});
