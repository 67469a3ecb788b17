import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NeedFilledSchema } from '@huying/contracts';
import { Consumer, On } from './decorators.js';
import { EventReader } from './reader.js';
import { Relay } from './relay.js';
import { silent, TestBed } from './test-support.js';

@Consumer()
class OnNeedFilled {
  @On(NeedFilledSchema)
  handle(): void {
    // There is nothing to do; that is the point.
  }
}

describe('when nothing happens', () => {
  const bed = new TestBed();

  beforeAll(async () => {
    await bed.topics();
    const request = await bed.service('request');
    const relay = new Relay({ service: 'request', dataSource: request.dataSource, kafka: bed.kafka, logger: silent });
    relay.start();
    bed.later(() => relay.stop());
    await bed.consumer(await bed.service('claim'), [OnNeedFilled]);
    const reader = await new EventReader({ kafka: bed.kafka, logger: silent }).start();
    bed.later(() => reader.stop());
  });
  afterAll(() => bed.close());

  it('relay, consumer and reader set few timers (kafkajs issue 1751 is held off)', async () => {
    const timers = countTimers();
    // The measurement is a span of time; there is no condition to wait for.
    const seconds = 3;
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    // 1751 sets a timer every millisecond on each connection.
    expect(timers.stop() / seconds).toBeLessThan(60);
  });
});

/** Counts the timers that are set meanwhile. */
function countTimers(): { stop(): number } {
  const { setTimeout: original } = globalThis;
  let count = 0;
  globalThis.setTimeout = ((...args: Parameters<typeof setTimeout>) => {
    count += 1;
    return original(...args);
  }) as typeof setTimeout;
  return {
    stop: () => {
      globalThis.setTimeout = original;
      return count;
    },
  };
}
