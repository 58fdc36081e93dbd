import type { FaultKind, FaultPlan } from '../lab/standin/faults/fault';
import type { Chance } from './chance';
import { drawFault } from './draw-fault';
import type { ChaosField, ChaosPool } from './field';

/** Kinds that a real host either has or has not: they come over it in the middle of a run. */
const conditions: readonly FaultKind[] = ['host-unreachable', 'wrong-host-key', 'program-missing', 'noisy-profile'];
/** Kinds that stay until they are cleared. */
const lasting: readonly FaultKind[] = ['call-hangs', 'link-cut'];

/** The faults of one run. */
export interface DrawnFault {
  readonly plan: FaultPlan;
  /** When it comes over the pool; 0: before the run. */
  readonly afterMs: number;
}

export function drawFaults(chance: Chance, count: number, field: ChaosField['kind'], pool: ChaosPool): DrawnFault[] {
  const [host, ...hosts] = pool.hosts.map(({ name }) => name);
  const [pif, ...pifs] = pool.xapi.pifs.filter(({ physical }) => physical).map(({ uuid }) => uuid);
  if (host === undefined || pif === undefined) throw new Error('a pool without hosts or NICs');
  const targets = { field, hosts: [host, ...hosts] as const, pifs: [pif, ...pifs] as const };
  return Array.from({ length: count }, () => {
    const plan = drawFault(chance, targets);
    const afterMs = field === 'lab' && conditions.includes(plan.kind) ? chance.between(500, 4_000) : 0;
    return { plan, afterMs };
  });
}

/** Faults that are armed, or will be, and let go again. */
export interface ArmedRun {
  /** Lets everything go; names the kinds that struck. */
  end(): Promise<readonly FaultKind[]>;
}

/** Arms faults at their moments, and lets those go after a time that would last. */
export async function armFaults(
  pool: ChaosPool,
  faults: readonly DrawnFault[],
  clearAfterMs: number,
): Promise<ArmedRun> {
  const kinds = new Map<string, FaultKind>();
  const work: Promise<unknown>[] = [];
  const timers: NodeJS.Timeout[] = [];
  let struck: readonly FaultKind[] | null = null;
  const arm = async ({ plan }: DrawnFault): Promise<void> => {
    if (struck === null) kinds.set(await pool.addFault(plan), plan.kind);
  };
  const clear = async (): Promise<readonly FaultKind[]> => {
    if (struck !== null) return struck;
    const fired = await pool.fired();
    struck ??= [...kinds].flatMap(([id, kind]) => ((fired[id] ?? 0) > 0 ? [kind] : []));
    await pool.clearFaults();
    return struck;
  };
  for (const fault of faults.filter(({ afterMs }) => afterMs === 0)) await arm(fault);
  for (const fault of faults.filter(({ afterMs }) => afterMs > 0)) {
    timers.push(setTimeout(() => work.push(arm(fault)), fault.afterMs));
  }
  const isLasting = faults.some(({ plan, afterMs }) => afterMs > 0 || lasting.includes(plan.kind));
  const latest = Math.max(0, ...faults.map(({ afterMs }) => afterMs));
  if (isLasting) timers.push(setTimeout(() => work.push(clear()), latest + clearAfterMs));
  return {
    end: async () => {
      timers.forEach(clearTimeout);
      await Promise.all(work);
      return clear();
    },
  };
}
