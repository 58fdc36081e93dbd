import { describe, expect, test } from '@jest/globals';
import { afterRemediation, compareFindings, isDrift, toRemediate, type AuditFindings } from '../../domain/drift';
import type { Finding } from '../../domain/finding';
import { limits } from '../../domain/limits';

const finding = (host: string, target: string): Finding => ({ kind: 'not-in-force', host, target, what: 'tx is on' });
const [a, b, c] = [finding('host-1', 'eth0'), finding('host-1', 'eth1'), finding('host-2', 'eth0')];
const audit = (findings: readonly Finding[], unseen: readonly string[], before: AuditFindings | null) =>
  compareFindings('question', findings, unseen, before);

test('the first audit has nothing to compare with, and that is no drift', () => {
  const { now, drift } = audit([a], [], null);

  expect(drift).toBeNull();
  expect(isDrift(drift)).toBe(false);
  expect(now.findings).toEqual([a]);
});

test.each<[string, readonly Finding[], readonly Finding[], number, number, number, boolean]>([
  ['nothing found, twice', [], [], 0, 0, 0, false],
  ['the same found again', [a, b], [b, a], 0, 0, 2, false],
  ['one more', [a], [a, b], 1, 0, 1, true],
  ['one less', [a, b], [a], 0, 1, 1, true],
  ['another one', [a], [b], 1, 1, 0, true],
])('%s', (_, earlier, later, isNew, gone, unchanged, drifted) => {
  const { drift } = audit(later, [], audit(earlier, [], null).now);

  expect([drift?.new.length, drift?.gone.length, drift?.unchanged]).toEqual([isNew, gone, unchanged]);
  expect(isDrift(drift)).toBe(drifted);
});

describe('a host that could not be looked at', () => {
  test('is not taken for cured', () => {
    const { now, drift } = audit([a], ['host-2'], audit([a, c], [], null).now);

    expect(drift).toEqual({ new: [], gone: [], unchanged: 2 });
    expect(now.carried).toEqual([c]);
  });

  test('is told once of what is found there all the same', () => {
    const { now } = audit([a, c], ['host-2'], audit([a, c], [], null).now);

    expect([now.findings, now.carried]).toEqual([[a, c], []]);
  });

  test('brings nothing new when it is back as it was, however long it was away', () => {
    const away = audit([a], ['host-2'], audit([a, c], [], null).now).now;
    const stillAway = audit([a], ['host-2'], away).now;

    expect(audit([a, c], [], stillAway).drift).toEqual({ new: [], gone: [], unchanged: 2 });
    expect(audit([a], [], stillAway).drift).toEqual({ new: [], gone: [c], unchanged: 1 });
  });
});

describe('what a schedule is to change', () => {
  const deviating = (host: string, target: string): Finding => ({ ...finding(host, target), kind: 'off-policy' });
  const [one, other] = [deviating('host-1', 'eth0'), deviating('host-2', 'eth0')];

  test('is what deviates from its policy', () => {
    expect(toRemediate(audit([a, one], [], null).now)).toEqual([one]);
  });

  test('is nothing that its change did not help, as long as that is found', () => {
    const first = afterRemediation(audit([one, other], [], null).now, ['host-1']);
    const second = audit([one, other], [], first).now;
    const third = audit([one], [], afterRemediation(second, [])).now;

    expect([toRemediate(second), toRemediate(third)]).toEqual([[other], []]);
    expect(toRemediate(audit([one], [], audit([], [], third).now).now)).toEqual([one]);
  });

  test('is asked anew where the schedule asks something else', () => {
    const before = afterRemediation(compareFindings('policy evidence', [one], [], null).now, ['host-1']);

    expect(toRemediate(compareFindings('policy guests', [one], [], before).now)).toEqual([one]);
  });
});

test('answers to another question are not compared', () => {
  const before = compareFindings('policy guests', [a], [], null).now;

  expect(compareFindings('policy classic', [b], [], before).drift).toBeNull();
});

test('more findings than fit into a result are counted', () => {
  const many = Array.from({ length: limits.auditFindings + 5 }, (_, n) => finding('host-1', `vif${String(n)}.0`));

  const { now } = audit(many, [], null);

  expect(now.findings.length).toBe(limits.auditFindings);
  expect(now.notListed).toBe(5);
});
