import { homedir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { stateDir } from '../../config/state-dir';

const before = process.env.XDG_STATE_HOME;
const restore = (): void => {
  if (before === undefined) delete process.env.XDG_STATE_HOME;
  else process.env.XDG_STATE_HOME = before;
};

beforeEach(() => {
  delete process.env.XDG_STATE_HOME;
});
afterEach(restore);

const inHome = path.join(homedir(), '.local/state/xen-offload');

test.each([
  ['unset', undefined, inHome],
  ['empty', '', inHome],
  ['relative', 'state', inHome],
  ['a folder', '/var/state', '/var/state/xen-offload'],
])('state is never kept in the folder one happens to be in: XDG_STATE_HOME %s', (_, named, folder) => {
  if (named !== undefined) process.env.XDG_STATE_HOME = named;
  expect(stateDir()).toBe(folder);
});
