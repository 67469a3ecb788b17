export { catalogue } from './catalogue/catalogue-data.js';
export { requestService } from './request.service.js';
