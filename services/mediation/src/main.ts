import { runService } from '@huying/http';
import { mediationService } from './mediation.service.js';

await runService(mediationService);
