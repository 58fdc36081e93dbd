import { describe, expect, test } from '@jest/globals';
import { attribute, type Sighting } from '../../domain/attribution';

const counts = {
  whole: { judged: 200, bad: 0 },
  fair: { judged: 30, bad: 0 },
  hardly: { judged: 10, bad: 0 },
  damaged: { judged: 200, bad: 180 },
  seldom: { judged: 200, bad: 10 },
  few: { judged: 5, bad: 2 },
};

/** `a>b damaged`: what b received from a. */
const sightings = (lines: readonly string[]): readonly Sighting[] =>
  lines.flatMap((line) => {
    const [, sender = '', receiver = '', how = ''] = /^(\w+)>(\w+) (\w+)$/.exec(line) ?? [];
    const seen = Object.entries(counts).find(([name]) => name === how)?.[1];
    return seen === undefined ? [] : [{ sender, receiver, counts: seen }];
  });

describe('received damage', () => {
  test.each<[string, readonly string[], { guilty?: string[]; suspects?: string[]; undecided?: string[] }]>([
    ['is nobody’s where all arrives whole', ['a>b whole', 'b>a whole'], {}],
    ['is the sender’s where others arrive whole at the same receiver', ['a>c damaged', 'b>c whole'], { guilty: ['a'] }],
    ['is the sender’s where several receive it', ['a>b damaged', 'a>c damaged'], { guilty: ['a'] }],
    [
      'is the receiver’s where several senders arrive whole elsewhere',
      ['a>c damaged', 'b>c damaged', 'a>b whole', 'b>a whole'],
      { suspects: ['c'] },
    ],
    [
      'is the receiver’s where it hears nobody whole, and one of its senders arrives whole elsewhere',
      ['a>c damaged', 'b>c damaged', 'a>d whole'],
      { suspects: ['c'] },
    ],
    ['is told apart by few packets where the difference is great', ['a>c damaged', 'b>c fair'], { guilty: ['a'] }],
    ['is of either where the difference may be chance', ['a>c seldom', 'b>c fair'], { undecided: ['a>c'] }],
    [
      'is of either where several receivers hear all they hear damaged',
      ['a>d damaged', 'a>e damaged', 'b>d damaged', 'b>e damaged'],
      { undecided: ['a>d', 'a>e', 'b>d', 'b>e'] },
    ],
    ['is of either where hardly anything else is heard', ['a>c damaged', 'b>c hardly'], { undecided: ['a>c'] }],
    ['is of either where there is nothing to compare with', ['a>b damaged'], { undecided: ['a>b'] }],
    [
      'is of either where sender and receiver are whole with all others',
      ['a>b damaged', 'c>b whole', 'a>c whole'],
      { undecided: ['a>b'] },
    ],
    [
      'is the receiver’s where all it hears is damaged and several of them arrive whole elsewhere',
      ['a>d damaged', 'b>d damaged', 'c>d damaged', 'a>b whole', 'b>a whole'],
      { suspects: ['d'] },
    ],
    [
      'proves nothing against a sender where its receiver damages what others receive whole',
      ['a>d damaged', 'b>d damaged', 'e>d damaged', 'c>d whole', 'a>b whole', 'b>a whole'],
      { suspects: ['d'] },
    ],
    ['of a few packets proves nothing', ['a>b few', 'c>b whole'], {}],
    [
      'of two senders is told apart',
      ['a>c damaged', 'a>d damaged', 'b>c damaged', 'b>d damaged', 'c>d whole', 'd>c whole'],
      { guilty: ['a', 'b'] },
    ],
    [
      'of a broken sender does not make its receiver a suspect, of a broken receiver no sender guilty',
      ['a>b damaged', 'a>c damaged', 'b>d damaged', 'c>d damaged', 'b>c whole', 'c>b whole'],
      { guilty: ['a'], suspects: ['d'] },
    ],
  ])('%s', (_, lines, { guilty = [], suspects = [], undecided = [] }) => {
    const found = attribute(sightings(lines));

    expect({
      guilty: [...found.guilty.keys()],
      suspects: [...found.suspects.keys()],
      undecided: found.undecided.map(({ sender, receiver }) => `${sender}>${receiver}`),
    }).toEqual({ guilty, suspects, undecided });
  });
});
