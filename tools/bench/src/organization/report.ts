import type { Machine } from '../report-parts.js';
import { rounded } from '../statistics.js';
import type { Filled } from './fill.js';
import { GOAL_MS, type ListFigures } from './lists.js';

/** Everything that a run has found out. */
export interface Findings {
  readonly filled: Filled;
  readonly lists: readonly ListFigures[];
  readonly machine: Machine & { readonly postgres: string };
  /** Of the machine in the minute before the lists were asked for. */
  readonly load: number;
  readonly times: number;
  readonly measuredAt: string;
}

const number = (value: number): string => value.toLocaleString('en');

/** The report as Markdown. */
export function reportOf({ filled, lists, machine, load, times, measuredAt }: Findings): string {
  const { bookings, enrolments, bookingSeconds, followingSeconds } = filled;
  return [
    '# Lists of the organization service measured',
    '',
    '<!-- Written by `npm run bench:organization -- --report`. -->',
    '',
    `Measured ${measuredAt.slice(0, 10)} on ${machine.processors} processors (${machine.processor}), ${machine.memoryGigabytes} GB; Node ` +
      `${machine.node}, PostgreSQL ${machine.postgres} with fsync on. Load of the machine before: ${rounded(load, 2)}; what is measured at a load above ` +
      'the number of processors is slower than it is alone.',
    '',
    `${number(bookings)} bookings were made through the API, in series of sixty days, in ${rounded(bookingSeconds)} s; ` +
      `${number(enrolments)} children were told of through the API, and enrolled by events of the claim service, which it followed in ${rounded(followingSeconds)} s. Each list is one page of at most a hundred, asked for ` +
      `over HTTP ${times} times, one after the other. Goal: a median under ${GOAL_MS} ms.`,
    '',
    '| list | items | p50, ms | p95, ms | met |',
    '| --- | ---: | ---: | ---: | --- |',
    ...lists.map(
      ({ name, items, p50, p95, met }) =>
        `| ${name} | ${items} | **${rounded(p50)}** | ${rounded(p95)} | ${met ? 'yes' : 'no'} |`,
    ),
    '',
    '## How the database goes about it',
    '',
    'The plans of the statements that the service made for each list, with the values of that request.',
    '',
    ...lists.flatMap(({ name, path, plans }) => [
      `### ${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      '',
      `\`GET ${path}\``,
      '',
      ...plans.flatMap((plan) => ['```', plan, '```', '']),
    ]),
  ].join('\n');
}
