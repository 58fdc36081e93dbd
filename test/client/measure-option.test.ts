import { expect, test } from '@jest/globals';
import { Command } from 'commander';
import { measureOption } from '../../client/measure-option';

const chosen = (text: string): unknown =>
  new Command().addOption(measureOption()).parse(['--measure', text], { from: 'user' }).opts();

test.each([
  ['lab-01,lab-02', { from: 'lab-01', to: 'lab-02', address: null }],
  ['rack 1 left,rack 1 right', { from: 'rack 1 left', to: 'rack 1 right', address: null }],
  ['lab-01,lab-02@198.19.0.2', { from: 'lab-01', to: 'lab-02', address: '198.19.0.2' }],
  ['lab-01,lab-02@fe80::2%xenbr1', { from: 'lab-01', to: 'lab-02', address: 'fe80::2%xenbr1' }],
])('%s names two hosts, and where to reach the second one', (text, expected) => {
  expect(chosen(text)).toEqual({ measure: expected });
});

test.each(['lab-01', 'lab-01,', ',lab-02', 'a,b,c', 'a,b@', 'a,b@-c', 'a,b@10.0.0.1 --reverse', 'a,b@$(reboot)'])(
  '%s is refused',
  (text) => {
    expect(() => chosen(text)).toThrow('FROM,TO@ADDRESS');
  },
);
