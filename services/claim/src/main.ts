import { runService } from '@huying/http';
import { claimService } from './claim.service.js';

await runService(claimService);
