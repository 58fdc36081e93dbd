import { expect, test } from '@jest/globals';
import { hostEffects, type HostEffects } from '../../../../lab/namespaces/faults/host-effects';
import { faultSchema, type FaultPlan } from '../../../../lab/standin/faults/fault';

const nothing: HostEffects = {
  isHooked: false,
  isAsked: false,
  isNoisy: false,
  isUnreachable: false,
  hasOtherKey: false,
  missing: [],
};

const effects = (plans: readonly FaultPlan[], host = 'lab-01'): HostEffects =>
  hostEffects(
    plans.map((plan) => faultSchema.parse(plan)),
    host,
  );

test.each<[string, FaultPlan, Partial<HostEffects>]>([
  ['ethtool refuses', { kind: 'ethtool-refuses', host: 'lab-01' }, { isHooked: true }],
  ['tcpdump may not listen', { kind: 'tcpdump-refuses', host: 'lab-01' }, { isHooked: true }],
  ['a call hangs, on any host', { kind: 'call-hangs', call: '^tcpdump' }, { isHooked: true }],
  ['cut after a call', { kind: 'connection-cut', host: 'lab-01', moment: { afterCall: '-K' } }, { isHooked: true }],
  ['cut at login', { kind: 'connection-cut', host: 'lab-01', moment: 'before-execution' }, { isAsked: true }],
  ['slow', { kind: 'host-slow', host: 'lab-01', delayMs: 1 }, { isAsked: true }],
  ['a cable cut now, for good', { kind: 'link-cut', host: 'lab-01' }, {}],
  ['a cable cut until a call', { kind: 'link-cut', host: 'lab-01', until: { call: '-K' } }, { isHooked: true }],
  ['a cable cut after a call', { kind: 'link-cut', host: 'lab-01', from: { afterCall: '-K' } }, { isHooked: true }],
  ['a noisy profile', { kind: 'noisy-profile', host: 'lab-01' }, { isNoisy: true }],
  ['no SSH', { kind: 'host-unreachable', host: 'lab-01' }, { isUnreachable: true }],
  ['another key', { kind: 'wrong-host-key', host: 'lab-01' }, { hasOtherKey: true }],
  ['no tcpdump', { kind: 'program-missing', host: 'lab-01', program: 'tcpdump' }, { missing: ['tcpdump'] }],
  ['xapi refuses', { kind: 'xe-refuses', command: 'pif' }, {}],
])('%s: the host is changed in just what that takes', (_, plan, changed) => {
  expect(effects([plan])).toEqual({ ...nothing, ...changed });
});

test('the faults of another host leave this one alone', () => {
  expect(effects([{ kind: 'wrong-host-key', host: 'lab-02' }])).toEqual(nothing);
});
