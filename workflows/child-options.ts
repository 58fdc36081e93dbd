import {
  ChildWorkflowCancellationType,
  ParentClosePolicy,
  workflowInfo,
  type ChildWorkflowOptions,
} from '@temporalio/workflow';
import { summary } from '../domain/summary';

/**
 * How every child is run: one whose parent is terminated is asked to cancel, and undoes; a cancelled parent waits for
 * that. It is found by what its parent is found by.
 */
export const childOptions = (workflowId: string, line: string): ChildWorkflowOptions => ({
  workflowId,
  parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
  cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
  staticSummary: summary(line),
  typedSearchAttributes: workflowInfo().typedSearchAttributes,
});
