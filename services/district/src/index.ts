export { districtService } from './district.service.js';
export { forDistrict } from './feed/redact.js';
