import { runService } from '@huying/http';
import { organizationService } from './organization.service.js';

await runService(organizationService);
