/** The search attributes of every run, registered before first use; runs are found and filtered by them. */
export const searchAttributes = [
  { name: 'PoolNames', type: 'KeywordList' },
  { name: 'PoolUuid', type: 'Keyword' },
  { name: 'Outcome', type: 'Keyword' },
  { name: 'HostsTotal', type: 'Int' },
  { name: 'HostsChanged', type: 'Int' },
  { name: 'HostsFailed', type: 'Int' },
  { name: 'RolledBackRun', type: 'Keyword' },
] as const;
