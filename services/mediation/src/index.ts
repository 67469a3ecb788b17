export { mediationService } from './mediation.service.js';
