import { expect, test } from '@jest/globals';
import type { LivePlan } from '../../domain/plan';
import { liveSummary, planLine } from '../../domain/plan-summary';
import { device } from './sample-pool';

const off = (name: string, ...set: ('tx' | 'tso')[]): LivePlan => ({
  device: device(name),
  was: Object.fromEntries(set.map((mode) => [mode, 'on'])),
  set: Object.fromEntries(set.map((mode) => [mode, 'off'])),
});

test('devices that get the same modes stand together', () => {
  expect(liveSummary([off('eth0', 'tx', 'tso'), off('eth1', 'tx'), off('eth2', 'tx', 'tso')])).toBe(
    'eth0 eth2: tx tso off; eth1: tx off',
  );
});

test('a plan is told in a line that stays short on a host with many devices', () => {
  const many = Array.from({ length: 200 }, (_, index) => off(`vif${String(index)}.0`, 'tx'));

  expect(planLine({ live: [off('eth0', 'tx', 'tso'), ...many], stored: [] })).toBe(
    'eth0: tx tso off; 200 devices: tx off',
  );
});

test('modes that are switched on are told apart', () => {
  const plan = { device: device('eth0'), was: { tx: 'on', gro: 'off' }, set: { tx: 'off', gro: 'on' } } as const;

  expect(planLine({ live: [plan], stored: [] })).toBe('eth0: tx off, gro on');
});
