/** The page of one run in the Web UI. */
export const runUrl = (uiUrl: string, namespace: string, workflowId: string, runId: string): string =>
  `${uiUrl}/namespaces/${namespace}/workflows/${encodeURIComponent(workflowId)}/${runId}/history`;
