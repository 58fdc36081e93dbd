import type { FaultKind, FaultPlan } from '../lab/standin/faults/fault';
import type { Chance } from './chance';

/** Faults that a simulated host can have. A hanging call is drawn apart: it holds until the faults are cleared. */
const kinds: readonly [FaultKind, ...FaultKind[]] = [
  'connection-cut',
  'ethtool-refuses',
  'ethtool-refuses',
  'xe-refuses',
  'ethtool-does-nothing',
  'host-slow',
  'host-unreachable',
  'program-missing',
  'transmit-damaged',
  'wrong-host-key',
  'xe-dies-between-keys',
  'xe-hangs-up',
  'xe-refuses',
  'call-hangs',
];

type CutMoment = Extract<FaultPlan, { kind: 'connection-cut' }>['moment'];

const devices = ['eth0', 'eth1'] as const;
/** Executions of a host in one run; faults later than that never strike. */
const executionsOfHost = 8;

/** Draws one fault of a pool with these hosts and PIFs (uuids). */
export function drawFault(
  chance: Chance,
  hosts: readonly [string, ...string[]],
  pifs: readonly [string, ...string[]],
): FaultPlan {
  const kind = chance.pick(kinds);
  const host = chance.pick(hosts);
  const device = chance.pick(devices);
  const skip = chance.between(0, executionsOfHost);
  const few = { skip, times: chance.between(1, 4) };
  switch (kind) {
    case 'xe-refuses':
      return { kind, command: chance.pick(['^pif-param-set', '^vif-param-set']), skip: chance.between(0, 3) };
    case 'xe-dies-between-keys':
      return { kind, object: chance.pick(pifs), afterKeys: chance.between(0, 4), times: few.times };
    case 'xe-hangs-up':
      return { kind, command: chance.pick(['^pif-param-set', '-param-set', '-list']), ...few };
    case 'ethtool-refuses':
    case 'ethtool-does-nothing':
      return { kind, host, device, ...(chance.happens(50) ? {} : { skip: chance.between(0, 1), times: few.times }) };
    case 'connection-cut':
      return {
        kind,
        host,
        moment: chance.pick<CutMoment>(['before-execution', 'after-execution', { afterCall: '^ethtool -K' }]),
        ...few,
      };
    case 'host-unreachable':
      return { kind, host, ...(chance.happens(10) ? { skip } : few) };
    case 'host-slow':
      return { kind, host, delayMs: chance.between(100, 6_000), skip, times: 1 };
    case 'call-hangs':
      return { kind, host, call: chance.pick(['^ethtool -K', '^ethtool -k', '^xe .*-param-set']), skip, times: 1 };
    case 'program-missing':
      return { kind, host, program: chance.pick(['xe', 'ethtool', 'tcpdump']), ...few };
    case 'wrong-host-key':
      return { kind, host, skip: chance.between(0, 1), times: few.times };
    case 'transmit-damaged':
      return { kind, host, device };
    case 'link-cut':
    case 'noisy-profile':
      throw new Error(`${kind} is not for a simulated host`);
  }
}
