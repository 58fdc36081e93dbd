import { expect, test } from '@jest/globals';
import { renderAudit } from '../../../client/render/audit';
import type { HostReport, NicReport, Report } from '../../../domain/report';
import { verdictOf, type Verdict } from '../../../domain/verdict';
import { counts, saw } from '../../domain/sample-detection';
import { plainText } from '../../support/plain-text';

const off = { rx: 'off', sg: 'off', tso: 'off', ufo: 'absent', gso: 'off', gro: 'off', lro: 'off' } as const;

function nic(device: string, verdict: Exclude<Verdict, 'no-evidence'>, more: Partial<NicReport> = {}): NicReport {
  const { because, wouldChange } = verdictOf(verdict, `why ${verdict}`);
  return {
    ...{ device, pif: device, vif: null, driver: 'igb', features: { ...off, tx: 'on' }, stored: {} },
    ...{ verdict, because, wouldChange, mergesForwarded: false, evidence: saw(), evidenceAfter: null },
    ...more,
  };
}

const host = (name: string, nics: readonly NicReport[], more: Partial<HostReport> = {}): HostReport => ({
  ...{ name, uuid: name, address: '10.0.0.1', outcome: 'nothing-to-do', error: null, canRetry: false, nics },
  ...{ changes: [], cures: [], effect: null, stillDifferent: [], moved: [] },
  ...more,
});

const merged = saw({ in: counts({ verdicts: 300, bad: 1, badMerged: 40 }), out: counts({ verdicts: 200, bad: 199 }) });
const drops = saw({
  in: counts({ bad: 1, examples: ['10.0.0.1.1 > 10.0.0.2.2: Flags [.], cksum 0x1 (incorrect -> 0x2)'] }),
  dropped: { rx_missed_errors: 7 },
});
const unheard = { verdict: null, because: null, wouldChange: null, evidence: null };
const report: Report = {
  ...{ command: 'audit', pool: { uuid: 'pool', name: 'prod' }, outcome: 'findings' },
  run: { workflowId: 'pool/1/audit', runId: 'run-1', url: 'http://ui/run-1' },
  hosts: [
    host('xen-1', [
      nic('eth0', 'healthy', { evidence: drops }),
      nic('eth1', 'merge-artefact', { evidence: merged }),
      nic('eth2', 'healthy', { mergesForwarded: true }),
    ]),
    host('xen-2', [nic('eth1', 'sends-damage'), nic('vif1.0', 'healthy', { ...unheard, pif: null, vif: 'vif' })]),
    host('xen-3', [nic('eth1', 'healthy', unheard)], {
      outcome: 'failed',
      error: { type: 'ToolMissing', message: 'tcpdump', whatToDo: 'Install it.' },
    }),
  ],
  ...{ poolChanges: [], poolSlice: null, storedFindings: [], effect: null, throughput: null },
  summary: { hosts: 3, changed: 0, failed: 1, rolledBack: 0, remoteCommands: 7, xeWrites: 0, seconds: 2.5 },
};

test('an audit tells every NIC in a line, what needs attention first, and why of that alone', () => {
  expect(plainText(renderAudit(report, false))).toBe(
    [
      'host   NIC   driver  on  received bad       sent bad  verdict',
      'xen-2  eth1  igb     tx  0/0                0/0       sends-damage',
      'xen-1  eth2  igb     tx  0/0                0/0       healthy, merges forwarded',
      'xen-1  eth1  igb     tx  1/300 (40 merged)  199/200   merge-artefact',
      'xen-1  eth0  igb     tx  1/300              0/0       healthy',
      'xen-3  eth1  igb     tx  -                  -         not captured',
      'xen-3: ToolMissing: tcpdump. Install it.',
      'xen-1: eth2 merges what it forwards: lro is on, and it leads to running VMs',
      'xen-2: eth1 sends-damage: why sends-damage. Would change with: 20 packets or more from it that arrive whole at another NIC',
      '',
      'findings: 3 hosts, 5 NICs, 1 VIF looked at in 2.5 s; nothing was changed',
      'Bad packets among those sent are normal while tx is on: the NIC fills in the checksum later.',
      'Run run-1: http://ui/run-1',
    ].join('\n'),
  );
});

test('a verbose audit tells of every NIC why, what would change it, drops and bad headers', () => {
  const text = plainText(renderAudit(report, true));

  expect(text).toContain('xen-1: eth0 healthy: why healthy. Would change with: more than 1 % of bad packets received');
  expect(text).toContain(
    [
      '  dropped: rx_missed_errors grew by 7',
      '  received: 10.0.0.1.1 > 10.0.0.2.2: Flags [.], cksum 0x1 (incorrect -> 0x2)',
    ].join('\n'),
  );
  expect(plainText(renderAudit(report, false))).not.toMatch(/eth0 healthy:|dropped:|received: /);
});
