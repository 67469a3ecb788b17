import { deadLetterTopic, topics as contractTopics } from '@huying/contracts';
import { DeadLetterDesk, hasTopic, type DeadLetter } from '../dead-letter-desk.js';
import { prefixed, withAdmin } from '../kafka.js';
import { shownOf } from '../masking.js';
import { EventReader } from '../reader.js';
import { createTopics, platformTopics } from '../topics.js';
import { UsageError, type Connection } from './connection.js';
import { table } from './table.js';

/** What a command may be told, and where its lines go. */
export interface CommandContext {
  readonly connection: Connection;
  readonly options: {
    readonly service?: string;
    readonly id?: string;
    readonly topic?: string;
    readonly count?: string;
    readonly execute?: boolean;
    readonly list?: boolean;
    readonly 'from-beginning'?: boolean;
  };
  readonly print: (line: string) => void;
  readonly signal: AbortSignal;
}

/** `topics`: makes those that are missing, unless only a list is wanted, and lists all with their partitions. */
export async function topicsCommand({ connection, options, print }: CommandContext): Promise<void> {
  const { kafka, client, logger } = connection;
  const created = options.list ? [] : await createTopics(kafka, { logger });
  const present = await withAdmin(client, async (admin) => {
    const names = new Set(await admin.listTopics());
    const wanted = platformTopics().map(({ name }) => prefixed(kafka, name));
    const { topics } = await admin.fetchTopicMetadata({ topics: wanted.filter((name) => names.has(name)) });
    return new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
  });
  const rows = platformTopics().map(({ name, partitions, retentionDays, summary }) => {
    const real = prefixed(kafka, name);
    const has = present.get(real);
    const state =
      has === undefined ? 'missing' : created.includes(real) ? 'created' : has === partitions ? 'there' : `has ${has}`;
    return [real, String(partitions), `${retentionDays} d`, state, summary];
  });
  print(table(['topic', 'partitions', 'kept', 'state', 'carries'], rows));
}

/** `dead-letters`: what could not be handled and waits for a decision. */
export async function deadLettersCommand({ connection, options, print }: CommandContext): Promise<void> {
  const desk = new DeadLetterDesk(connection.client, connection.kafka);
  const services = options.service ? [await knownService(connection, options.service)] : await desk.services();
  const letters = (await Promise.all(services.map((service) => desk.list(service)))).flat();
  if (letters.length === 0)
    return print(`There are no dead letters${options.service ? ` of ${options.service}` : ''}.`);
  print(listing(letters));
}

function listing(letters: readonly DeadLetter[]): string {
  const rows = letters.map(({ service, id, type, origin, error, failedAt }) => [
    service,
    id,
    type,
    `${origin.topic}/${origin.partition}@${origin.offset}`,
    [error.name, error.code && `(${error.code})`, error.message].filter(Boolean).join(' '),
    failedAt,
  ]);
  return table(['service', 'id', 'type', 'origin', 'error', 'when'], rows);
}

/** `replay`: says what would be published again, and with --execute does it. */
export async function replayCommand({ connection, options, print }: CommandContext): Promise<void> {
  if (!options.service) throw new UsageError('Say whose dead letters to replay: --service claim, for example.');
  const { desk, service, letters } = await chosenLetters(connection, options.service, options.id);
  if (letters.length === 0) return print(`There are no dead letters of ${service}; nothing to replay.`);
  print(listing(letters));
  const them = letters.length === 1 ? 'This event' : `These ${letters.length} events`;
  if (!options.execute) return print(`\n${them} would go to the topic of origin again. Add --execute to do it.`);
  await desk.replay(service, letters);
  print(`\n${them} went to the topic of origin again; services that had handled it ignore it.`);
}

/** `dismiss`: takes one dead letter off the list, with --execute, without publishing it again. */
export async function dismissCommand({ connection, options, print }: CommandContext): Promise<void> {
  if (!options.service || !options.id)
    throw new UsageError('Say which dead letter to dismiss: --service claim --id ID, as `dead-letters` lists them.');
  const { desk, service, letters } = await chosenLetters(connection, options.service, options.id);
  print(listing(letters));
  if (!options.execute)
    return print(`\n${service} would never handle this event. Add --execute to take it off the list.`);
  await desk.dismiss(service, letters);
  print(`\nThis event is off the list; ${service} will not handle it.`);
}

/** The dead letters of a service, or the one with that id. */
async function chosenLetters(connection: Connection, named: string, wanted: string | undefined) {
  const service = await knownService(connection, named);
  const desk = new DeadLetterDesk(connection.client, connection.kafka);
  const all = await desk.list(service);
  const letters = wanted ? all.filter(({ id }) => id === wanted) : all;
  if (wanted && letters.length === 0) throw new UsageError(`No dead letter of ${service} has the id ${wanted}.`);
  return { desk, service, letters };
}

async function knownService({ client, kafka }: Connection, service: string): Promise<string> {
  if (await hasTopic(client, kafka, deadLetterTopic(service).name)) return service;
  throw new UsageError(
    `There is no topic ${prefixed(kafka, deadLetterTopic(service).name)}: is ${service} a service of this platform?`,
  );
}

/** `tail`: a line for each event, without personal data, until it is ended. */
export async function tailCommand({ connection, options, print, signal }: CommandContext): Promise<void> {
  let left = wholeFrom1(options.count);
  const { kafka, client, logger } = connection;
  const topics = options.topic ? [options.topic] : contractTopics.map(({ name }) => name);
  for (const topic of topics) {
    if (!(await hasTopic(client, kafka, topic))) {
      throw new UsageError(
        `There is no topic ${prefixed(kafka, topic)}; \`npm run events -- topics\` lists those that are.`,
      );
    }
  }
  const from = options['from-beginning'] ? 'beginning' : 'latest';
  const reader = new EventReader({ kafka, topics, from, logger });
  signal.addEventListener('abort', () => void reader.stop(), { once: true });
  await reader.start();
  for await (const { envelope, data } of reader) {
    const { subject, data: shown } = shownOf(envelope, data);
    print(
      `${envelope.time.toString()}  ${envelope.type}  ${subject}  ${envelope.topic}/${envelope.partition}@${envelope.offset}  ${JSON.stringify(shown)}`,
    );
    left -= 1;
    if (left <= 0) break;
  }
  await reader.stop();
}

/** How many are wanted; all that come unless it is said. */
function wholeFrom1(count: string | undefined): number {
  if (count === undefined) return Infinity;
  if (!/^[1-9]\d*$/.test(count)) throw new UsageError(`"${count}" is no count: --count takes a whole number from 1.`);
  return Number(count);
}
