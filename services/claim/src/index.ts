export { claimService } from './claim.service.js';
export { faultsOf, type DrawResult } from './draws/draw.js';
export { commitBatch } from './journal/commit-batch.js';
export { readLogEntry, type LogEntry } from './journal/log-entry.js';
export { refusalProblem } from './places/refusals.js';
export { ClaimRedis } from './pools/claim-redis.js';
export { PoolKeys } from './pools/pool-keys.js';
export * from './rules/index.js';
export { seatOf } from './teams/seat.js';
