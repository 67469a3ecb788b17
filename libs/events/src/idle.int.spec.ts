import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHook } from 'node:async_hooks';
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
  });
  afterAll(() => bed.close());

  it('an answer of Kafka without events wakes nobody', async () => {
    const promises = countPromises();
    // The measurement is a span of time; there is no condition to wait for.
    const seconds = 3;
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    // Some seven answers in a second, each decoded partition by partition; handing empty partitions on makes it five times as many.
    expect(promises.stop() / seconds).toBeLessThan(2_000);
  });

  it('relay, consumer and reader set few timers (kafkajs issue 1751 is held off)', async () => {
    const reader = await new EventReader({ kafka: bed.kafka, logger: silent }).start();
    bed.later(() => reader.stop());
    const timers = countTimers();
    const seconds = 3;
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    // 1751 sets a timer every millisecond on each connection.
    expect(timers.stop() / seconds).toBeLessThan(60);
  });
});

/** Counts the promises that are made meanwhile. */
function countPromises(): { stop(): number } {
  let count = 0;
  const hook = createHook({ init: (_, type) => void (type === 'PROMISE' && (count += 1)) }).enable();
  return {
    stop: () => {
      hook.disable();
      return count;
    },
  };
}

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
