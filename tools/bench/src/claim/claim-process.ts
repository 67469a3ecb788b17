/** The claim service as its own main.ts runs it, and a word to the benchmark when it answers. */
import { beMeasured } from './telltale.js';

beMeasured();
const { claimService } = await import('@huying/claim');
const { runService } = await import('@huying/http');
await runService(claimService);
process.send?.({ url: `http://127.0.0.1:${process.env['PORT']}` });
