import { runService } from '@huying/http';
import { deliberationService } from './deliberation.service.js';

await runService(deliberationService);
