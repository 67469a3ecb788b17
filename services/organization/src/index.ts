export { organizationService } from './organization.service.js';
