import { resolve } from 'node:path';
import { onStop } from '@huying/http';
import { Command } from 'commander';
import { COMMUNITY } from './seed/community.js';
import { seedOnce } from './seed/seed-once.js';

/** The seed of `npm start` for a platform that runs elsewhere and has the development issuer. */
const { url, volunteers, dataDir } = new Command('seed')
  .description('Brings Xishan community to life on a platform that runs')
  .option('--url <url>', 'where the platform answers', 'http://127.0.0.1:8080')
  .option('--volunteers <n>', 'how many volunteers', Number, COMMUNITY.volunteers)
  .option('--data-dir <dir>', 'where it is noted that the seed is done', '.data/seed')
  .parse()
  .opts<{ url: string; volunteers: number; dataDir: string }>();

const ending = new AbortController();
onStop(() => {
  ending.abort();
  return Promise.resolve();
});
await seedOnce({
  url,
  dataDir: resolve(dataDir),
  volunteers,
  signal: ending.signal,
  report: (line) => console.log(line),
});
