import { InfrastructureError, onParentGone } from '@huying/infrastructure';
import { begin, end } from './beginnings.js';
import { readOptions } from './options.js';

// Under npm run demo a kill -9 of npm would otherwise leave this process telling its story to nobody.
onParentGone(() => process.kill(process.pid, 'SIGTERM'));
const options = readOptions();
try {
  // Only now: what makes no sense is refused at once. The story is loaded while what it tells of starts.
  const begun = begin();
  const { playDemo } = await import('./demo.js').catch(async (error: unknown) => {
    await end(begun);
    throw error;
  });
  const figures = await playDemo(options, begun);
  if (options.json) console.log(JSON.stringify(figures));
  process.exitCode = figures.consistent ? 0 : 1;
} catch (error) {
  console.error(error instanceof InfrastructureError ? error.message : error);
  process.exitCode = 1;
}
