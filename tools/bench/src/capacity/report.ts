import { MARK, notesOf, number, type Machine } from '../report-parts.js';
import type { Cost, Findings } from './measure.js';
import type { Usage } from './usage.js';

const MEGABYTE = 1_000_000;
const megabytes = (bytes: number): string => number(bytes / MEGABYTE);
const total = (values: Readonly<Record<string, number>>): number =>
  Object.values(values).reduce((sum, one) => sum + one, 0);

/** One row for each service and server. @param per what the columns are scaled to */
function costTable({ used }: Cost, per: number): string[] {
  const row = (name: string) =>
    `| ${name} | ${number((used.processor[name] ?? 0) * per)} | ${megabytes(used.memory[name] ?? 0)} | ${
      name in used.databases ? megabytes((used.databases[name] ?? 0) * per) : ''
    } | ${name in used.events ? number((used.events[name] ?? 0) * per) : ''} |`;
  const names = Object.keys(used.processor);
  const { processor, databases, events } = used;
  return [
    '| | processor, s | memory held, MB | database, MB | events |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...names.map(row),
    `| **together** | **${number(total(processor) * per)}** | **${megabytes(total(used.memory))}** | **${megabytes(total(databases) * per)}** | **${number(total(events) * per)}** |`,
    '',
    `Besides: ${megabytes(used.wal * per)} MB written ahead by PostgreSQL, ${megabytes(used.kafka * per)} MB in Kafka's topics, ${megabytes(used.redis * per)} MB in Redis.`,
  ];
}

const idleLine = (idle: Usage['processor']): string =>
  Object.entries(idle)
    .map(([name, share]) => `${name} ${number(share * 100)} %`)
    .join(', ');

/**
 * The figures for people. docs/capacity.md says what follows from them.
 * @param earlier the report as it was: what people have written below its figures stays
 */
export function reportOf(findings: Findings & { readonly machine: Machine }, earlier: string): string {
  const { wish, idle, registering, serving, district, machine } = findings;
  const { needs, places, claimants } = wish.serving;
  const { rush, stores } = district;
  const claimsPer = (name: string) => number(((rush.processor[name] ?? 0) / rush.claims) * 1_000);
  return `# Capacity, measured

Written by \`npm run bench:capacity -- --report\`; [capacity](../capacity.md) says what follows. ${machine.processor}, ${machine.processors}
processors, ${machine.memoryGigabytes} GB, Node ${machine.node}. Each service is a process of its own; servers and whoever asks are on the same machine. PostgreSQL
syncs every commit. Processor time is user and system time of a process and what it started, without what it uses idling.

## 10,000 volunteers register

${wish.volunteers.toLocaleString('en')} were imported into one community in ${number(registering.seconds)} s, until the last service had heard of the last one; for each 10,000:

${costTable(registering, 10_000 / wish.volunteers).join('\n')}

## 1,000 needs are served

${needs.toLocaleString('en')} needs of ${places} places, each from the call to what the caller says, with ${claimants} claims each, in ${number(serving.seconds)} s; for each 1,000:

${costTable(serving, 1_000 / needs).join('\n')}

Tables grow by more than stays: sent events leave the outbox, and answers kept for repeated requests go, after the times in docs/capacity.md.

## Nothing happens

Of one processor: ${idleLine(idle)}.

## A district

${district.communities} communities with ${district.volunteers.toLocaleString('en')} volunteers.

| | |
| --- | ---: |
| Redis | ${megabytes(stores.redis)} MB, ${number(stores.redis / district.volunteers)} bytes a volunteer |
${Object.entries(stores.databases)
  .map(([name, bytes]) => `| database ${name} | ${megabytes(bytes)} MB |`)
  .join('\n')}
| claiming open in all, from an empty Redis | ${number(district.openAfterSeconds)} s |
| open again in all, after Redis lost everything | ${number(district.openAgainAfterSeconds)} s |
| connections to PostgreSQL | ${district.connections} |

While nothing happens, of one processor: ${idleLine(district.idle)}.

A need of 5 places in each community, claimed by ${wish.district.claimants} people of each within a second:

| | |
| --- | ---: |
| claims | ${rush.claims.toLocaleString('en')} in ${number(rush.seconds)} s |
| places held | ${rush.held} |
| told to come back (503) | ${rush.notNow} |
| from the press to the answer, p50, p99 | ${number(rush.p50Ms)} ms, ${number(rush.p99Ms)} ms |
| processor time of the claim service, of PostgreSQL, of Redis | ${claimsPer('claim')}, ${claimsPer('postgres')}, ${claimsPer('redis')} ms a claim |

${MARK}${notesOf(earlier) || '\n'}`;
}
