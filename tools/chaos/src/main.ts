import { InfrastructureError } from '@huying/infrastructure';
import { isKept } from './figures.js';
import { writeReport } from './report.js';
import { readOptions } from './options.js';

const options = readOptions();
// The processes of this run end with it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
try {
  const { runChaos } = await import('./chaos.js');
  const { figures, words } = await runChaos(options, (line) => console.error(line));
  for (const word of words) console.error(`! ${word}`);
  if (options.report) writeReport(figures, `npm run chaos -- ${process.argv.slice(2).join(' ')}`);
  if (options.json) console.log(JSON.stringify(figures));
  process.exitCode = isKept(figures) ? 0 : 1;
} catch (error) {
  console.error(error instanceof InfrastructureError ? error.message : error);
  process.exitCode = 1;
}
process.exit();
