import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { upsertSearchAttributes } from '@temporalio/workflow';
import type { RunOutcome } from '../domain/outcome';

const outcomeKey = defineSearchAttributeKey('Outcome', SearchAttributeType.KEYWORD);
const hostsTotalKey = defineSearchAttributeKey('HostsTotal', SearchAttributeType.INT);
const hostsChangedKey = defineSearchAttributeKey('HostsChanged', SearchAttributeType.INT);
const hostsFailedKey = defineSearchAttributeKey('HostsFailed', SearchAttributeType.INT);

/** Makes a run's end something one can filter by, in the Web UI and by `status`. */
export function recordOutcome(
  outcome: RunOutcome,
  hosts: { readonly total: number; readonly changed: number; readonly failed: number },
): void {
  upsertSearchAttributes([
    { key: outcomeKey, value: outcome },
    { key: hostsTotalKey, value: hosts.total },
    { key: hostsChangedKey, value: hosts.changed },
    { key: hostsFailedKey, value: hosts.failed },
  ]);
}
