export type { Receipt } from './ballots/cast.js';
export { deliberationService } from './deliberation.service.js';
export type { Published } from './results/published.js';
export { faultsOf, faultsOfReceipt } from './results/verify.js';
