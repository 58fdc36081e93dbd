export { auditPool } from './audit-pool';
export { examinePool } from './examine-pool';
export { remediateHost } from './remediate-host';
export { remediatePool } from './remediate-pool';
export { resolvePool } from './resolve-pool';
export { rollbackHost } from './rollback-host';
export { rollbackPool } from './rollback-pool';
export { scheduledAudit } from './scheduled-audit';
