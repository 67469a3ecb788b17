import { runService } from '@huying/http';
import { requestService } from './request.service.js';

await runService(requestService);
