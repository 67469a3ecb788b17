import { countEvents } from '@huying/events';
import { scene, type Check } from '@huying/tool-demo';
import { npmRun, npmRunWell } from '../parts/command.js';
import { checkAfterwards, type Before } from './afterwards.js';
import type { Installation } from './installation.js';

/**
 * PostgreSQL is as it should be, and Redis and Kafka are not to be believed, as when it was brought back to a point in time or Kafka is lost:
 * `--recovered` lets both begin anew, and everything goes on.
 */
export async function goOnRecovered(found: Installation, known: Before, hoursAhead: number): Promise<Check[]> {
  const environment = await found.environment();
  const kafka = { brokers: [found.servers.environment.KAFKA_BROKERS], clientId: 'drill' };
  const early = await npmRun('restore', ['--recovered'], environment);
  await found.stopPlatform();
  const eventsBefore = await countEvents(kafka);
  const said = await scene({
    title: 'The platform is stopped: npm run restore -- --recovered',
    play: (say) => npmRunWell('restore', ['--recovered'], environment, say),
    outcome: (all) => `npm run restore -- --recovered: ${all.trim().split('\n').at(-1)}`,
  });
  const eventsLeft = await countEvents(kafka);
  const keysLeft = await found.keysInRedis();
  const sentAgain = Number(/(\d+) events are then sent/.exec(said)?.[1] ?? 0);
  await found.startPlatform();
  await found.platform.advance(hoursAhead);
  const checks = await checkAfterwards(found, known);
  const eventsAfter = await countEvents(kafka);
  return [
    {
      what: 'while the platform runs, --recovered is refused',
      ok: early.code === 1 && early.said.includes('Somebody is connected'),
      detail: `ends with ${early.code}`,
    },
    {
      what: 'after --recovered Redis and Kafka are empty',
      ok: eventsBefore > 0 && eventsLeft === 0 && keysLeft === 0,
      detail: `${eventsBefore} events before, ${eventsLeft} after; ${keysLeft} keys in Redis`,
    },
    {
      what: 'the outboxes send all that they hold once more',
      ok: sentAgain > 0 && eventsAfter >= sentAgain,
      detail: `${sentAgain} waited, ${eventsAfter} are on Kafka`,
    },
    ...checks.map(({ what, ...rest }) => ({ what: `after --recovered: ${what}`, ...rest })),
  ];
}
