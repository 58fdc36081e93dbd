import { expect, test } from '@jest/globals';
import type { CureAnswer } from '../../domain/cure';
import { hostRef } from '../../domain/inventory';
import { uselessChange } from '../../domain/useless-change';
import { quickWaves } from '../support/lab';
import { device, host } from './sample-pool';

const whyTakenBack = (answers: readonly CureAnswer[], { onTrial = false, keepUseless = false } = {}): string | null => {
  const cures = answers.map((answer, index) => ({
    device: device(`eth${String(index)}`),
    answer,
    because: 'seen',
    onTrial,
  }));
  const end = { host: hostRef(host(1)), outcome: 'done' as const, error: null, run: null, cures };
  return uselessChange({ ...quickWaves, keepUseless }, end)?.message ?? null;
};

test.each<[string, readonly CureAnswer[], string | null]>([
  ['that did not help is taken back', ['useless'], 'eth0 useless: seen'],
  ['that cured is kept', ['cured'], null],
  ['of which too little is heard is kept', ['unclear'], null],
  ['that cured one NIC and not the other is kept, since a host is taken back as a whole', ['useless', 'cured'], null],
  ['that helped nowhere, or nobody knows, is taken back', ['unclear', 'useless'], 'eth1 useless: seen'],
])('a change %s', (_, answers, why) => {
  expect(whyTakenBack(answers)).toBe(why);
});

test.each<[string, CureAnswer, string | null]>([
  ['that cured is kept', 'cured', null],
  ['after which damage is less is kept', 'better', null],
  ['of which too little is heard is taken back', 'unclear', 'eth0 unclear: seen'],
  ['that did not help is taken back', 'useless', 'eth0 useless: seen'],
])('a change on trial %s', (_, answer, why) => {
  expect(whyTakenBack([answer], { onTrial: true })).toBe(why);
});

test('a change that did not help is kept where that is asked for, on trial too', () => {
  expect(whyTakenBack(['useless'], { keepUseless: true })).toBeNull();
  expect(whyTakenBack(['unclear'], { keepUseless: true, onTrial: true })).toBeNull();
});
