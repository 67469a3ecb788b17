import { InfrastructureError } from '@huying/infrastructure';
import { readOptions } from './options.js';

const options = readOptions();
try {
  // Only now: what makes no sense is refused at once, and not after everything was loaded.
  const { playDemo } = await import('./demo.js');
  const figures = await playDemo(options);
  if (options.json) console.log(JSON.stringify(figures));
  process.exitCode = figures.consistent ? 0 : 1;
} catch (error) {
  console.error(error instanceof InfrastructureError ? error.message : error);
  process.exitCode = 1;
}
