import { writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { organizationService } from '@huying/organization';
import { Command } from 'commander';
import { thisMachine } from '../report-parts.js';
import { rounded } from '../statistics.js';
import { openBed } from '../service-bed.js';
import { fill, quick, whole } from './fill.js';
import { measureLists } from './lists.js';
import { reportOf } from './report.js';

const options = new Command('bench:organization')
  .description('Lists of ten thousand bookings and five thousand enrolments over HTTP, on real PostgreSQL and Kafka.')
  .option('--json', 'print the figures as one JSON object in the last line', false)
  .option('--report', 'write docs/reports/organization-lists.md, with the query plans', false)
  .option('--times <number>', 'how often each list is asked for', '200')
  .option('--quick', 'little to list, asked for a few times: to see that it runs', false)
  .parse()
  .opts<{ json: boolean; report: boolean; times: string; quick: boolean }>();
const times = options.quick ? 20 : Number(options.times);

const say = (line: string): void => {
  if (options.json) console.error(line);
  else console.log(line);
};

const bed = await openBed(organizationService, say);
try {
  const filled = await fill(bed, options.quick ? quick : whole, say);
  const load = loadavg()[0] ?? 0;
  const lists = await measureLists(bed, filled, times);
  for (const { name, items, p50, p95, met } of lists) {
    say(`${met ? '✔' : '✘'} ${name}: ${items} items, p50 ${rounded(p50)} ms, p95 ${rounded(p95)} ms`);
  }
  const { rows } = await bed.database.query<{ server_version: string }>('SHOW server_version');
  const machine = { ...thisMachine(), postgres: rows[0]?.server_version ?? 'unknown' };
  const findings = { filled, lists, machine, load, times, measuredAt: new Date().toISOString() };
  if (options.report) {
    await writeFile(new URL('../../../../docs/reports/organization-lists.md', import.meta.url), reportOf(findings));
    say('wrote docs/reports/organization-lists.md');
  }
  if (options.json) {
    const figures = lists.map(({ name, items, p50, p95, met }) => ({
      ...{ name, items, p50: rounded(p50), p95: rounded(p95), met },
    }));
    const { bookings, enrolments, bookingSeconds, followingSeconds } = filled;
    console.log(
      JSON.stringify({
        ...{ bookings, enrolments, load, lists: figures },
        ...{ bookingSeconds: rounded(bookingSeconds), followingSeconds: rounded(followingSeconds) },
      }),
    );
  }
  if (!lists.every(({ met }) => met)) process.exitCode = 1;
} finally {
  await bed.close();
}
