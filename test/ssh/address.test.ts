import { expect, test } from '@jest/globals';
import { parseAddress } from '../../ssh/address';

test.each([
  ['xen-01', { user: null, host: 'xen-01', port: null }],
  ['root@xen-01', { user: 'root', host: 'xen-01', port: null }],
  ['xen-01:2222', { user: null, host: 'xen-01', port: 2222 }],
  ['root@xen_01.example.com:2222', { user: 'root', host: 'xen_01.example.com', port: 2222 }],
  ['192.0.2.1', { user: null, host: '192.0.2.1', port: null }],
  ['_backup@192.0.2.1', { user: '_backup', host: '192.0.2.1', port: null }],
  ['2001:db8::1', { user: null, host: '2001:db8::1', port: null }],
  ['[2001:db8::1]:2222', { user: null, host: '2001:db8::1', port: 2222 }],
  ['root@[2001:db8::1]', { user: 'root', host: '2001:db8::1', port: null }],
])('%s is taken apart', (text, expected) => {
  expect(parseAddress(text)).toEqual(expected);
});

test.each([
  ['an option', '-oProxyCommand=touch /tmp/owned'],
  ['an option as host', 'root@-oProxyCommand=id'],
  ['an option as user', '-lroot@xen-01'],
  ['an option in brackets', '[-oProxyCommand=id]:22'],
  ['a command', 'xen-01;id'],
  ['a substitution', '$(id)'],
  ['a blank', 'xen-01 xen-02'],
  ['a second line', 'xen-01\nxen-02'],
  ['a line end', 'xen-01\n'],
  ['a token of ssh_config', 'xen-%h'],
  ['a pattern', 'xen-*'],
  ['nothing', ''],
  ['no host', 'root@'],
  ['no user', '@xen-01'],
  ['no port', 'xen-01:'],
  ['port 0', 'xen-01:0'],
  ['a port that cannot be', 'xen-01:65536'],
  ['a port with too many digits', 'xen-01:222222'],
  ['a port that is no number', 'xen-01:ssh'],
])('%s is refused', (_, text) => {
  expect(() => parseAddress(text)).toThrow(expect.objectContaining({ type: 'WrongUsage' }));
});
