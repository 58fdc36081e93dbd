import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import * as workflows from '../../workflows';

const bundle = (): string => readFileSync(process.env.XEN_OFFLOAD_WORKFLOW_BUNDLE ?? '', 'utf8');

test('what is exported are the workflows, and nothing that would become one by accident', () => {
  expect(Object.keys(workflows).sort()).toEqual([
    'auditPool',
    'examinePool',
    'remediateHost',
    'remediatePool',
    'resolvePool',
    'retryPool',
    'rollbackFromJournals',
    'rollbackHost',
    'rollbackPool',
    'scheduledAudit',
  ]);
});

test.each(['zod', 'ssh2', '@temporalio/client', '@temporalio/worker', '@temporalio/activity'])(
  'the workflow bundle holds no %s: every worker start would pay for it, and replays depend on it',
  (name) => {
    expect(bundle()).not.toContain(`node_modules/${name}/`);
  },
);

test('the workflow bundle stays small', () => {
  expect(bundle().length).toBeLessThan(2.5 * 1024 * 1024);
});
