import { describe, expect, test } from '@jest/globals';
import { afterRemediation, compareFindings, isDrift, type AuditFindings } from '../../domain/drift';
import type { Finding } from '../../domain/finding';
import { limits } from '../../domain/limits';
import { nic } from './sample-pool';

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

describe('a NIC whose change did not help', () => {
  const { uuid, device } = nic(1, 1, 'eth0');
  const useless = { host: 'host-1', device, nic: uuid };
  const deviating = (target: string, host = 'host-1'): Finding => ({ ...finding(host, target), kind: 'off-policy' });
  const known = (found: readonly Finding[], unseen: readonly string[], question = 'question') => {
    const before = afterRemediation(audit([deviating('eth0')], [], null).now, [useless]);
    return compareFindings(question, found, unseen, before).now.useless;
  };

  test.each<[string, readonly Finding[], readonly string[], boolean]>([
    ['while that is found', [deviating('eth0')], [], true],
    ['while its stored value is', [deviating(uuid)], [], true],
    ['while its host is away', [], ['host-1'], true],
    ['while another one is away, which may be who heard it', [], ['host-2'], true],
    ['and is forgotten when it is as it should be', [], [], false],
    ['and is forgotten when another NIC of its host alone is not', [deviating('eth1')], [], false],
    ['and is forgotten when the same NIC of another host alone is not', [deviating('eth0', 'host-2')], [], false],
  ])('is remembered %s', (_, found, unseen, isRemembered) => {
    expect(known(found, unseen)).toEqual(isRemembered ? [useless] : []);
  });

  test('is asked anew where the schedule asks something else', () => {
    expect(known([deviating('eth0')], [], 'another question')).toEqual([]);
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
