export { requestService } from './request.service.js';
