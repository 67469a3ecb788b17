export * from './matching/index.js';
export { mediationService } from './mediation.service.js';
export * from './warnings/index.js';
