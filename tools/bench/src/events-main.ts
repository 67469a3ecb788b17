import { Command } from 'commander';
import { openBed } from './events-bed.js';
import { measureConsumer, measureDelay } from './events-consumer.js';
import { measureRelay } from './events-relay.js';
import { emptyFigures } from './statistics.js';

interface Options {
  readonly json?: boolean;
  readonly check?: boolean;
  readonly quick?: boolean;
  readonly events: string;
  readonly rounds: string;
  readonly rate: string;
  readonly seconds: string;
}

const options = new Command('bench:events')
  .description(
    'Measures relay, consumers and their delay on real Kafka and PostgreSQL, beside plain kafkajs in the same run.',
  )
  .option('--json', 'print the figures as one JSON object in the last line')
  .option('--check', 'exit with 1 if a goal is missed')
  .option('--quick', 'a short run, which shows that every figure is there and not how good it is')
  .option('--events <number>', 'events in a round', '20000')
  .option('--rounds <number>', 'rounds of each measurement, after one to warm up', '3')
  .option('--rate <number>', 'events a second while the delay is measured', '200')
  .option('--seconds <number>', 'how long the delay is measured', '15')
  .parse()
  .opts<Options>();

const say = (line: string): void => {
  if (options.json) console.error(line);
  else console.log(line);
};
const round = (value: number, digits = 0): number => Number(value.toFixed(digits));

const bed = await openBed(say);
try {
  const [events, rounds, seconds] = options.quick
    ? [2_000, 1, 2]
    : [Number(options.events), Number(options.rounds), Number(options.seconds)];
  const relay = await measureRelay(bed, events, rounds);
  say(
    `Relay: ${round(relay.relayPerSecond)} events/s, ${round(relay.ratio, 2)} of plain producer.send batches (${round(relay.plainPerSecond)}/s); goal 0.5.`,
  );
  const consumer = await measureConsumer(bed, Math.ceil(events / 2), rounds);
  say(
    `Consumer with inbox: ${round(consumer.inboxPerSecond)} events/s, ${round(consumer.ratio, 1)} times a plain one with as many single inserts (${round(consumer.plainPerSecond)}/s); goal 3. ` +
      `Of one that would apply twice what comes twice: ${round(consumer.ratioToCareless, 1)} (${round(consumer.carelessPerSecond)}/s).`,
  );
  const delay = await measureDelay(bed, Number(options.rate), seconds);
  say(
    `Commit to handler at ${delay.eventsPerSecond} events/s: p50 ${round(delay.p50, 1)} ms, p99 ${round(delay.p99, 1)} ms, max ${round(delay.max, 1)} ms; goal p99 under 100 ms.`,
  );
  const goals = { relay: relay.ratio >= 0.5, consumer: consumer.ratio >= 3, delay: delay.p99 < 100 };
  const figures = {
    relay: {
      eventsPerSecond: round(relay.relayPerSecond),
      plainPerSecond: round(relay.plainPerSecond),
      ratio: round(relay.ratio, 3),
    },
    consumer: {
      eventsPerSecond: round(consumer.inboxPerSecond),
      plainPerSecond: round(consumer.plainPerSecond),
      ratio: round(consumer.ratio, 2),
      carelessPerSecond: round(consumer.carelessPerSecond),
      ratioToCareless: round(consumer.ratioToCareless, 2),
    },
    delayMs: {
      eventsPerSecond: delay.eventsPerSecond,
      p50: round(delay.p50, 1),
      p99: round(delay.p99, 1),
      max: round(delay.max, 1),
    },
    goals,
  };
  if (options.json) console.log(JSON.stringify(figures));
  const empty = emptyFigures(figures);
  if (empty.length > 0) {
    console.error(`Without a figure: ${empty.join(', ')}.`);
    process.exitCode = 1;
  }
  if (options.check && !Object.values(goals).every(Boolean)) process.exitCode = 1;
} finally {
  await bed.close();
}
