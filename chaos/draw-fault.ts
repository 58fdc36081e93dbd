import type { FaultKind, FaultPlan } from '../lab/standin/faults/fault';
import type { Chance } from './chance';
import type { ChaosField } from './field';

/** Faults that hosts can have, as often as they are named. A hanging call holds until the faults are cleared. */
const kinds: Readonly<Record<ChaosField['kind'], readonly [FaultKind, ...FaultKind[]]>> = {
  simulated: [
    'connection-cut',
    'ethtool-refuses',
    'ethtool-refuses',
    'xe-refuses',
    'ethtool-does-nothing',
    'host-slow',
    'host-unreachable',
    'program-missing',
    'tcpdump-refuses',
    'transmit-damaged',
    'receive-damaged',
    'wrong-host-key',
    'xe-dies-between-keys',
    'xe-hangs-up',
    'xe-refuses',
    'call-hangs',
  ],
  lab: [
    'connection-cut',
    'connection-cut',
    'ethtool-refuses',
    'ethtool-does-nothing',
    'host-slow',
    'host-unreachable',
    'link-cut',
    'link-cut',
    'link-cut',
    'noisy-profile',
    'program-missing',
    'tcpdump-refuses',
    'transmit-damaged',
    'wrong-host-key',
    'xe-dies-between-keys',
    'xe-hangs-up',
    'xe-refuses',
    'call-hangs',
  ],
};

type CutMoment = Extract<FaultPlan, { kind: 'connection-cut' }>['moment'];

const devices = ['eth0', 'eth1'] as const;
/** Executions of a host in one run; faults later than that never strike. */
const executionsOfHost = 8;

/** What faults of a pool can name. */
export interface FaultTargets {
  readonly field: ChaosField['kind'];
  readonly hosts: readonly [string, ...string[]];
  /** Uuids of physical PIFs. */
  readonly pifs: readonly [string, ...string[]];
}

/** Draws one fault of a pool. */
export function drawFault(chance: Chance, { field, hosts, pifs }: FaultTargets): FaultPlan {
  const kind = chance.pick(kinds[field]);
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
    case 'tcpdump-refuses':
      return { kind, host, ...(chance.happens(50) ? {} : { device }) };
    case 'connection-cut':
      return { kind, host, moment: chance.pick(cutMoments[field]), ...few };
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
    case 'link-cut':
      return {
        kind,
        host,
        from: { afterCall: `^ethtool -K ${device} ${chance.pick(['rx', 'sg', 'tso'])} off` },
        until: chance.pick<LinkMended>(['cleared', { seconds: few.times }, { call: '^ethtool -K eth. .* on' }]),
        times: 1,
      };
    case 'transmit-damaged':
      return { kind, host, device: field === 'lab' ? 'eth1' : device };
    case 'receive-damaged':
      return { kind, host, device };
    case 'noisy-profile':
      return { kind, host };
  }
}

type LinkMended = Extract<FaultPlan, { kind: 'link-cut' }>['until'];

const cutMoments: Readonly<Record<ChaosField['kind'], readonly [CutMoment, ...CutMoment[]]>> = {
  simulated: ['before-execution', 'after-execution', { afterCall: '^ethtool -K' }],
  lab: ['before-execution', { afterCall: '^ethtool -K' }],
};
