import { describe, expect, test } from '@jest/globals';
import { ArmedFaults } from '../../../../lab/standin/faults/armed-faults';
import { faultSchema } from '../../../../lab/standin/faults/fault';

const strikes = (faults: ArmedFaults, tries: number): boolean[] =>
  Array.from({ length: tries }, () => faults.strike('host-unreachable', ({ host }) => host === 'sim-01') !== null);

describe('a fault', () => {
  test.each([
    ['without end', {}, [true, true, true, true]],
    ['twice', { times: 2 }, [true, true, false, false]],
    ['from the third opportunity on', { skip: 2 }, [false, false, true, true]],
    ['at the second opportunity only', { skip: 1, times: 1 }, [false, true, false, false]],
  ])('strikes %s', (_case, limits, expected) => {
    const faults = new ArmedFaults([], () => undefined);
    const id = faults.add({ kind: 'host-unreachable', host: 'sim-01', ...limits });
    expect(strikes(faults, 4)).toEqual(expected);
    expect(faults.fired()).toEqual({ [id]: expected.filter(Boolean).length });
  });

  test('without a host strikes every host, with one only that', () => {
    const faults = new ArmedFaults([], () => undefined);
    faults.add({ kind: 'host-slow', host: 'sim-02', delayMs: 1, times: 1 });
    faults.add({ kind: 'host-slow', delayMs: 2 });
    const delays = ['sim-01', 'sim-02', 'sim-02'].map((host) => faults.strikeHost(host, 'host-slow')?.delayMs);
    expect(delays).toEqual([2, 1, 2]);
  });

  test('goes on counting where it was when it is taken up again', () => {
    const before = new ArmedFaults([], () => undefined);
    before.add({ kind: 'host-unreachable', host: 'sim-01', times: 2 });
    strikes(before, 1);
    expect(strikes(new ArmedFaults([...before.list()], () => undefined), 2)).toEqual([true, false]);
  });

  test('that is spent leaves its place to the next', () => {
    const faults = new ArmedFaults([], () => undefined);
    faults.add({ kind: 'host-unreachable', host: 'sim-01', times: 1 });
    const second = faults.add({ kind: 'host-unreachable', host: 'sim-01', times: 1 });
    expect(strikes(faults, 3)).toEqual([true, true, false]);
    expect(faults.fired()).toMatchObject({ [second]: 1 });
  });

  test('is gone when cleared', () => {
    const faults = new ArmedFaults([], () => undefined);
    faults.add({ kind: 'host-unreachable', host: 'sim-01' });
    faults.clear();
    expect(strikes(faults, 1)).toEqual([false]);
  });

  test.each([
    { kind: 'earthquake' },
    { kind: 'host-slow', host: 'sim-01' },
    { kind: 'wrong-host-key', host: 'x', color: 1 },
  ])('that is not well-formed is refused: %j', (fault) => {
    expect(faultSchema.safeParse(fault).success).toBe(false);
  });
});
