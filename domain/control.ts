/** What becomes of the hosts that a run has finished, when a person stops it. */
export const finishedHosts = ['keep', 'undo'] as const;
export type FinishedHosts = (typeof finishedHosts)[number];

/**
 * What a run takes back when hosts failed. A host that fails in the middle of its change always undoes itself; beyond
 * that: `keep`, nothing; `undo-host`, a canary that was done and did not stand its soak; `undo-pool`, every host, once
 * more than `maxFailures` have failed.
 */
export const failureResponses = ['keep', 'undo-host', 'undo-pool'] as const;
export type FailureResponse = (typeof failureResponses)[number];

/** What a run that stands still waits for. */
export type WaitsFor = 'approval' | 'resume';
