import { expect, test } from '@jest/globals';
import type { Cure, CureAnswer } from '../../domain/cure';
import { notHelped } from '../../domain/useless-change';
import { nic } from './sample-pool';

const cure = (answer: CureAnswer, onTrial: boolean): Cure => {
  const { uuid, device } = nic(1, 1, 'eth0');
  return { nic: uuid, device, mode: 'tx', answer, because: 'seen', onTrial, takenBack: false };
};

test.each<[string, CureAnswer, boolean, boolean]>([
  ['that did not help is taken back', 'useless', false, true],
  ['that cured is kept', 'cured', false, false],
  ['after which damage is less is kept', 'better', false, false],
  ['of which too little is heard is kept', 'unclear', false, false],
  ['on trial that did not help is taken back', 'useless', true, true],
  ['on trial that cured is kept', 'cured', true, false],
  ['on trial after which damage is less is kept', 'better', true, false],
  ['on trial of which too little is heard is taken back', 'unclear', true, true],
  ['that nobody listened to is kept', 'unheard', false, false],
  ['on trial that nobody listened to is taken back', 'unheard', true, true],
])('a change %s', (_, answer, onTrial, isTakenBack) => {
  const seen = cure(answer, onTrial);

  expect(notHelped({ keepUseless: false }, [seen])).toEqual(isTakenBack ? [seen] : []);
  expect(notHelped({ keepUseless: true }, [seen])).toEqual([]);
});

test('each NIC is judged by itself', () => {
  const useless = cure('useless', false);

  expect(notHelped({ keepUseless: false }, [cure('cured', false), useless, cure('unclear', false)])).toEqual([useless]);
});
