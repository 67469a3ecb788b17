import { runService } from '@huying/http';
import { districtService } from './district.service.js';

await runService(districtService);
