import { describe, expect, test } from '@jest/globals';
import { checkup, refusalOf, toExamine } from '../../domain/checkup';
import type { ErrorType } from '../../domain/error-catalogue';
import type { Examination, PoolSurvey, SurveyedPool } from '../../domain/examination';
import { noCost, oneExecution } from '../../domain/run';
import { fitHost, hostUuid, poolUuid } from './sample-host-facts';

const surveyedHost = (number: number) => ({
  uuid: hostUuid(number),
  name: `xen-0${String(number)}`,
  address: `10.0.0.${String(number)}`,
  live: true,
  enabled: true,
  idleNics: [],
});

const pool: SurveyedPool = {
  uuid: poolUuid(),
  name: 'prod a',
  coordinator: hostUuid(1),
  haEnabled: false,
  hosts: [surveyedHost(1), surveyedHost(2)],
};

const survey = (more: Partial<PoolSurvey> = {}): PoolSurvey => ({
  asked: [{ address: 'root@10.0.0.1', error: null }],
  pool,
  cost: oneExecution,
  ...more,
});

const asked = (address: string, type: ErrorType) => ({ address, error: { type, message: 'so it said' } });

/** Judges what hosts show that are fit, but for those that the survey could not reach. */
const examineFit = (of: PoolSurvey, change: { runId: string; url: string } | null = null) => {
  const examined = toExamine(of).map((host) => {
    const error = refusalOf(host, of);
    const facts = { ...fitHost, installationUuid: host.uuid ?? hostUuid(1) };
    const examination: Examination =
      error === null ? { facts, error: null, cost: oneExecution } : { facts: null, error, cost: noCost };
    return { host, examination };
  });
  return checkup(of, examined, change);
};

/** What is not ok, by whom it concerns. */
const attention = ({ preconditions, hosts }: ReturnType<typeof examineFit>) =>
  [
    { host: { name: 'pool' }, preconditions },
    ...hosts.map(({ host, preconditions: own }) => ({ host, preconditions: own })),
  ].flatMap(({ host, preconditions: found }) =>
    found.filter(({ level }) => level !== 'ok').map(({ level, message }) => [host.name, level, message]),
  );

test('a pool that is fit is clean, and its hosts are looked at where runs reach them', () => {
  const found = examineFit(survey());

  expect(found).toMatchObject({ outcome: 'clean', pool: { name: 'prod a' }, cost: { executions: 3 } });
  expect(found.hosts.map(({ host }) => host.address)).toEqual(['10.0.0.1', '10.0.0.2']);
  expect(attention(found)).toEqual([]);
});

describe('the pool', () => {
  test.each<[string, Partial<SurveyedPool>, 'clean' | 'refused', [string, string, string][]]>([
    [
      'with HA is fit, and slower',
      { haEnabled: true },
      'clean',
      [['pool', 'warning', 'HA is on: hosts are changed one at a time, which takes longer']],
    ],
    [
      'that does not list its coordinator is not',
      { coordinator: hostUuid(9) },
      'refused',
      [['pool', 'trouble', `PoolEmpty: the pool does not list its coordinator ${hostUuid(9)}`]],
    ],
    [
      'that is too large is not',
      { hosts: Array.from({ length: 65 }, (_, index) => surveyedHost(index + 1)) },
      'refused',
      [['pool', 'trouble', 'PoolTooLarge: 65 hosts; at most 64 are supported']],
    ],
  ])('%s', (_, more, outcome, told) => {
    const found = examineFit(survey({ pool: { ...pool, ...more } }));

    expect(found.outcome).toBe(outcome);
    expect(attention(found)).toEqual(told);
  });

  test('that is being changed is fit, with the page of that change', () => {
    const found = examineFit(survey(), { runId: 'r1', url: 'http://ui/r1' });

    expect(found.outcome).toBe('clean');
    expect(found.preconditions).toContainEqual({
      check: 'change',
      level: 'warning',
      message: 'a change of this pool is under way, run r1: another one would be refused',
      cure: 'Watch it: http://ui/r1',
    });
  });
});

describe('configured hosts that did not tell their pool', () => {
  test.each<[string, ErrorType, string, 'clean' | 'refused']>([
    ['that cannot be reached are passed over by runs', 'HostUnreachable', 'warning', 'clean'],
    ['whose key is not known stop every run', 'HostKeyUnknown', 'trouble', 'refused'],
  ])('%s', (_, type, level, outcome) => {
    const found = examineFit(survey({ asked: [asked('root@xen.example.org', type), ...survey().asked] }));

    expect(found.outcome).toBe(outcome);
    expect(attention(found)).toEqual([['pool', level, `configured host root@xen.example.org: ${type}: so it said`]]);
  });

  test('are told once where they are hosts of the pool, and are not dialled twice', () => {
    const found = examineFit(survey({ asked: [asked('root@10.0.0.2', 'HostUnreachable'), ...survey().asked] }));

    expect(attention(found)).toEqual([['xen-02', 'trouble', 'HostUnreachable: so it said']]);
    expect(found.hosts.map(({ error }) => error?.type)).toEqual([undefined, 'HostUnreachable']);
    expect(found.cost.executions).toBe(2);
  });

  test('because xapi does not answer are looked at all the same', () => {
    const found = examineFit(survey({ asked: [asked('root@10.0.0.2', 'XapiUnavailable'), ...survey().asked] }));

    expect(attention(found)).toEqual([['xen-02', 'trouble', 'XapiUnavailable: so it said']]);
    expect(found.cost.executions).toBe(3);
  });

  test('are all there is to look at where none tells', () => {
    const none = survey({ pool: null, asked: [asked('root@a', 'HostKeyUnknown'), asked('root@b', 'XapiUnavailable')] });
    const found = examineFit(none);

    expect(found).toMatchObject({ outcome: 'refused', pool: null });
    expect(attention(found)).toEqual([
      ['pool', 'trouble', 'no configured host tells which pool it is in, so its other hosts are not known'],
      ['a', 'trouble', 'HostKeyUnknown: so it said'],
      ['b', 'trouble', 'XapiUnavailable: so it said'],
    ]);
  });
});
