/** The page of one run in the Web UI. */
export const runUrl = (uiUrl: string, namespace: string, workflowId: string, runId: string): string =>
  `${uiUrl}/namespaces/${namespace}/workflows/${encodeURIComponent(workflowId)}/${runId}/history`;

/** The page of a schedule. */
export const scheduleUrl = (uiUrl: string, namespace: string, scheduleId: string): string =>
  `${uiUrl}/namespaces/${namespace}/schedules/${encodeURIComponent(scheduleId)}`;

/** Where the Web UI of a server is, unless somebody says otherwise: Temporal's own cloud, or port 8080 beside the server. */
export const webUiOf = (address: string): string => {
  const host = address.replace(/:\d+$/, '');
  return /\.tmprl\.cloud$|\.temporal\.io$/.test(host) ? 'https://cloud.temporal.io' : `http://${host}:8080`;
};
