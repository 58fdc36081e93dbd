import type { FailureResponse } from '../domain/control';
import type { RemediateInput } from '../domain/pool-run';
import type { Selector } from '../domain/selection';
import { details } from '../domain/summary';

const after: Readonly<Record<FailureResponse, string>> = {
  keep: '; what was done is kept',
  'undo-host': '',
  'undo-pool': ', and takes every host back',
};

/** What a remediation was asked to do, as the Web UI shows it from its start on, in Markdown. */
export function changeDetails({
  policy,
  scope,
  selection,
  waves,
  measure,
}: Omit<RemediateInput, 'pool' | 'poolRef'>): string {
  const where = { both: 'live and in xapi', live: 'live only, until the next boot', stored: 'in xapi only' }[scope];
  const lines = [
    `- policy ${policy.kind}, ${where}`,
    `- ${String(waves.canary)} canary, soak ${String(waves.soakSeconds)} s, waves of up to ${String(waves.size)} hosts`,
    `- stops when more than ${String(waves.maxFailures)} hosts have failed${after[waves.onFailure]}`,
    `- a host takes a change back that is not confirmed within ${String(waves.confirmSeconds)} s`,
    ...(measure === null ? [] : [`- measures throughput from ${measure.from} to ${measure.to}, before and after`]),
    ...selectors('only', selection.only),
    ...selectors('not', selection.exclude),
  ];
  return details(lines.join('\n'));
}

const selectors = (title: string, list: readonly Selector[]): readonly string[] =>
  list.length === 0 ? [] : [`- ${title} ${list.map(({ kind, name }) => `${kind} ${name}`).join(', ')}`];
