export { claimService } from './claim.service.js';
export { PoolKeys } from './pools/pool-keys.js';
