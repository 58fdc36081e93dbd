import type { Fault } from '../../standin/faults/fault';

/** What is to be different on a host while its faults are armed. */
export interface HostEffects {
  /** Calls of ethtool and tcpdump ask the lab first. */
  readonly isHooked: boolean;
  /** A login asks the lab first. */
  readonly isAsked: boolean;
  readonly isNoisy: boolean;
  readonly isUnreachable: boolean;
  readonly hasOtherKey: boolean;
  readonly missing: readonly string[];
}

/** What the armed faults make of a host; faults that act once, on links and NICs, are not among them. */
export function hostEffects(faults: readonly Fault[], host: string): HostEffects {
  const own = faults.filter((fault) => !('host' in fault) || (fault.host ?? host) === host);
  const has = (kind: Fault['kind']): boolean => own.some((fault) => fault.kind === kind);
  return {
    isHooked: own.some(isOfCalls),
    isAsked:
      has('host-slow') || own.some((fault) => fault.kind === 'connection-cut' && fault.moment === 'before-execution'),
    isNoisy: has('noisy-profile'),
    isUnreachable: has('host-unreachable'),
    hasOtherKey: has('wrong-host-key'),
    missing: [...new Set(own.flatMap((fault) => (fault.kind === 'program-missing' ? [fault.program] : [])))],
  };
}

function isOfCalls(fault: Fault): boolean {
  switch (fault.kind) {
    case 'ethtool-refuses':
    case 'ethtool-does-nothing':
    case 'tcpdump-refuses':
    case 'call-hangs':
      return true;
    case 'connection-cut':
      return typeof fault.moment === 'object';
    case 'link-cut':
      return fault.from !== 'now' || (typeof fault.until === 'object' && 'call' in fault.until);
    default:
      return false;
  }
}
