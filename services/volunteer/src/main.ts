import { runService } from '@huying/http';
import { volunteerService } from './volunteer.service.js';

await runService(volunteerService);
