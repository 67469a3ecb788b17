export { districtService } from './district.service.js';
export { fittingTimes, idAt } from './contract/fitting-times.js';
export { forDistrict } from './feed/redact.js';
