import { expect, test } from '@jest/globals';
import { isHostUuid } from '../../domain/ids';
import { planWaves, type WaveSettings } from '../../domain/waves';
import { uuid } from './sample-pool';

const hosts = (...numbers: number[]) => numbers.map((n) => uuid(isHostUuid, n));
const [coordinator] = hosts(1);
const settings: WaveSettings = {
  canary: 1,
  size: 4,
  soakSeconds: 0,
  maxFailures: 0,
  onFailure: 'undo-host',
  keepUseless: false,
  confirmSeconds: 120,
};

const shape = (from: number[], more: Partial<WaveSettings> = {}, ha = false) => {
  if (coordinator === undefined) throw new Error('no coordinator');
  const { canary, waves } = planWaves(hosts(...from), coordinator, { ...settings, ...more }, ha);
  const number = (host: string): number => Number(host.slice(-4));
  return { canary: canary === null ? null : number(canary), waves: waves.map((wave) => wave.map(number)) };
};

test.each([
  ['the coordinator is never the canary and comes last', [1, 2, 3], {}, false, { canary: 2, waves: [[3], [1]] }],
  [
    'waves grow up to their size',
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    {},
    false,
    { canary: 2, waves: [[3], [4, 5], [6, 7, 8, 9], [10, 11, 12], [1]] },
  ],
  ['the only host of a pool is its own canary', [1], {}, false, { canary: null, waves: [[1]] }],
  [
    'without a canary every member is in a wave',
    [1, 2, 3],
    { canary: 0 },
    false,
    { canary: null, waves: [[2], [3], [1]] },
  ],
  ['with HA on, one host at a time', [1, 2, 3, 4], {}, true, { canary: 2, waves: [[3], [4], [1]] }],
  ['a coordinator that needs nothing is left out', [2, 3], {}, false, { canary: 2, waves: [[3]] }],
] as const)('%s', (_, from, more, ha, expected) => {
  expect(shape([...from], more, ha)).toEqual(expected);
});
