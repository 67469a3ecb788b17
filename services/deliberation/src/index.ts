export { deliberationService } from './deliberation.service.js';
