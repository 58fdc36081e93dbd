import { expect, test } from '@jest/globals';
import {
  curable,
  cureOf,
  hearAgain,
  unheardTrials,
  type Cure,
  type CureAnswer,
  type HeardAfter,
} from '../../domain/cure';
import type { SenderCounts } from '../../domain/inspection';
import type { Proof } from '../../domain/proof';
import { detection, heard } from './sample-detection';
import { device, host, nic } from './sample-pool';

const mac = '02:00:00:00:00:02';
const receivers = [nic(1, 1, 'eth1'), nic(3, 3, 'eth1')];
const proof: Proof = {
  nic: nic(2, 2, 'eth1').uuid,
  device: device('eth1'),
  mode: 'tx',
  because: 'it is said',
  onTrial: false,
  damage: receivers.map(({ uuid }, index) => ({
    sender: mac,
    receiver: uuid,
    at: `host-${String(2 * index + 1)} eth1`,
    counts: { judged: 300, bad: 290 },
  })),
};

type Captured = readonly [SenderCounts | null, SenderCounts | null];

/** What the two receivers hear from the sender after its change, in one or more captures. */
function after(...captures: readonly Captured[]): Cure {
  let sum: HeardAfter = new Map();
  for (const captured of captures) {
    captured.forEach((counts, index) => {
      const slice = { host: host(2 * index + 1), nics: receivers.slice(index, index + 1), vifs: [], otherPifs: [] };
      sum = hearAgain(sum, slice, detection(counts === null ? {} : { eth1: heard({ [mac]: counts }) }));
    });
  }
  return cureOf(proof, sum);
}

const whole = { judged: 300, bad: 0 };
const damaged = { judged: 300, bad: 280 };

test.each<[string, CureAnswer, SenderCounts | null, SenderCounts | null]>([
  ['arrive whole wherever they are heard', 'cured', whole, whole],
  ['arrive whole at the only one that hears enough', 'cured', whole, { judged: 3, bad: 0 }],
  ['arrive damaged as before', 'useless', damaged, damaged],
  ['arrive whole here and damaged there', 'better', whole, damaged],
  ['arrive damaged, and surely less often', 'better', { judged: 300, bad: 60 }, { judged: 300, bad: 40 }],
  [
    'arrive damaged a little less at each, surely less at all together',
    'better',
    { judged: 20, bad: 17 },
    { judged: 20, bad: 17 },
  ],
  ['are heard too little', 'unclear', { judged: 5, bad: 0 }, { judged: 2, bad: 1 }],
  ['are not heard any more', 'unclear', null, null],
])('a change whose packets %s is %s', (_, answer, first, second) => {
  expect(after([first, second]).answer).toBe(answer);
});

test('what one capture heard too little of, several may tell', () => {
  const little = { judged: 20, bad: 0 };

  expect(after([little, null]).answer).toBe('unclear');
  expect(after([little, null], [little, null]).answer).toBe('cured');
});

test('a cure is damage that is surely less, not a few whole packets of a sender that damaged few', () => {
  const [first] = receivers.map(({ uuid }) => uuid);
  if (first === undefined) throw new Error('no receiver');
  const seldom = {
    ...proof,
    damage: proof.damage.slice(0, 1).map((each) => ({ ...each, counts: { judged: 400, bad: 20 } })),
  };
  const now = (counts: SenderCounts) => cureOf(seldom, new Map([[first, new Map([[mac, counts]])]])).answer;

  expect(now({ judged: 36, bad: 0 })).toBe('unclear');
  expect(now({ judged: 400, bad: 0 })).toBe('cured');
});

test('the answer comes with the numbers of before and after', () => {
  expect(after([whole, { judged: 150, bad: 0 }])).toMatchObject({
    device: 'eth1',
    because:
      '0 of 300 arrive damaged at host-1 eth1, 290 of 300 before; 0 of 150 arrive damaged at host-3 eth1, 290 of 300 before',
  });
});

test('of many receivers the worst are told, and the others counted', () => {
  const many = {
    ...proof,
    damage: [1, 2, 3, 4, 5].map((n) => ({
      sender: mac,
      receiver: nic(n, n, 'eth1').uuid,
      at: `host-${String(n)} eth1`,
      counts: { judged: 300, bad: 200 + n },
    })),
  };
  const heardBy = (n: number, bad: number) => [nic(n, n, 'eth1').uuid, new Map([[mac, { judged: 300, bad }]])] as const;

  expect(cureOf(many, new Map([heardBy(1, 0), heardBy(2, 280)])).because).toBe(
    '280 of 300 arrive damaged at host-2 eth1, 202 of 300 before; ' +
      '0 of 0 arrive damaged at host-5 eth1, 205 of 300 before; ' +
      '0 of 0 arrive damaged at host-4 eth1, 204 of 300 before and 2 more',
  );
});

test('a cure must show where packets proved the fault and the mode is set live, and nowhere else', () => {
  const live = [{ device: device('eth1'), was: { tx: 'on' as const }, set: { tx: 'off' as const } }];

  expect(curable({ live, proofs: [proof] })).toEqual([proof]);
  expect(curable({ live: [], proofs: [proof] })).toEqual([]);
  expect(curable({ live, proofs: [{ ...proof, mode: 'lro', damage: [] }] })).toEqual([]);
});

test('of changes that nobody listened to, those on trial are told as unheard', () => {
  const live = [{ device: device('eth1'), was: { tx: 'on' as const }, set: { tx: 'off' as const } }];
  const answers = (onTrial: boolean) =>
    unheardTrials({ live, proofs: [{ ...proof, onTrial }] }).map(({ answer }) => answer);

  expect([answers(true), answers(false)]).toEqual([['unheard'], []]);
});
