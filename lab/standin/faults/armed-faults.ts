import { z } from 'zod';
import { faultSchema, type Fault, type FaultKind, type FaultOf, type FaultPlan, type HostFaultKind } from './fault';

/** A fault with its history. */
export const armedFault = z.object({
  id: z.string(),
  fault: faultSchema,
  /** Opportunities seen so far, those that passed unharmed included. */
  seen: z.number().int().nonnegative(),
  fired: z.number().int().nonnegative(),
});

export type ArmedFault = z.infer<typeof armedFault>;

const isOfKind = <Kind extends FaultKind>(fault: Fault, kind: Kind): fault is FaultOf<Kind> => fault.kind === kind;

const isOn = (fault: Fault, host: string): boolean => !('host' in fault) || (fault.host ?? host) === host;

/** The faults of one pool; counts how often each struck. */
export class ArmedFaults {
  private release: (() => void)[] = [];

  constructor(
    private entries: ArmedFault[],
    private readonly onChange: () => void,
  ) {}

  /** Arms a fault and returns its id. Throws on one that is not well-formed. */
  add(plan: FaultPlan): string {
    const fault = faultSchema.parse(plan);
    const id = String(1 + Math.max(0, ...this.entries.map((entry) => Number(entry.id))));
    this.entries.push({ id, fault, seen: 0, fired: 0 });
    this.onChange();
    return id;
  }

  clear(): void {
    this.entries = [];
    for (const release of this.release.splice(0)) release();
    this.onChange();
  }

  /** Settles when the faults are cleared. */
  untilCleared(): Promise<void> {
    return new Promise((resolve) => this.release.push(resolve));
  }

  list(): readonly ArmedFault[] {
    return this.entries;
  }

  /** How often each fault struck, by id. */
  fired(): Record<string, number> {
    return Object.fromEntries(this.entries.map(({ id, fired }) => [id, fired]));
  }

  /** The fault of that kind that strikes now, counted; null when all goes well. */
  strike<Kind extends FaultKind>(kind: Kind, applies: (fault: FaultOf<Kind>) => boolean): FaultOf<Kind> | null {
    for (const entry of this.entries) {
      const { fault } = entry;
      if (!isOfKind(fault, kind) || entry.fired >= (fault.times ?? Infinity) || !applies(fault)) continue;
      entry.seen += 1;
      const strikes = entry.seen > (fault.skip ?? 0);
      if (strikes) entry.fired += 1;
      this.onChange();
      if (strikes) return fault;
    }
    return null;
  }

  /** Counts a fault that acts by being armed. */
  strikeNow(id: string): void {
    const entry = this.entries.find((each) => each.id === id);
    if (entry === undefined) return;
    entry.seen += 1;
    entry.fired += 1;
    this.onChange();
  }

  /** `strike` for the faults that name this host, or none. */
  strikeHost<Kind extends HostFaultKind>(
    host: string,
    kind: Kind,
    applies: (fault: FaultOf<Kind>) => boolean = () => true,
  ): FaultOf<Kind> | null {
    return this.strike(kind, (fault) => isOn(fault, host) && applies(fault));
  }
}
