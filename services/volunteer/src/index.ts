export { volunteerService } from './volunteer.service.js';
