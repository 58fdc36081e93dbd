import { setHandler } from '@temporalio/workflow';
import type { HostUuid } from '../domain/ids';
import { isEmptyPlan, type PlannedChange } from '../domain/plan';
import { planQuery } from './messages';

/** What a run planned, host by host: for the person who approves it, and for a retry of what it did not bring to its end. */
export class RunPlans {
  private readonly plans = new Map<HostUuid | null, PlannedChange>();

  constructor() {
    setHandler(planQuery, (host) => this.plans.get(host) ?? null, {
      description: 'What is planned for one host, by its uuid; null for VIFs of halted VMs',
    });
  }

  keep(host: HostUuid | null, { live, stored, proofs }: PlannedChange): void {
    if (!isEmptyPlan({ live, stored })) this.plans.set(host, { live, stored, proofs });
  }
}
