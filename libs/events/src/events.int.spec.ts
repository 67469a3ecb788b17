import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NeedFilledSchema, type NeedFilled } from '@huying/contracts';
import { Consumer, On } from './decorators.js';
import type { Delivery } from './delivery.js';
import { EventReader } from './reader.js';
import { Relay } from './relay.js';
import { aNeedId, needFilled, needPublished, silent, TestBed, until, type TestService } from './test-support.js';

@Consumer()
class OnNeedFilled {
  @On(NeedFilledSchema)
  async handle({ event, tx, envelope }: Delivery<NeedFilled>): Promise<void> {
    await tx.query('INSERT INTO effect (need_id, event_id, place) VALUES ($1, $2, $3)', [
      event.needId,
      envelope.id,
      event.places,
    ]);
  }
}

describe('an event', () => {
  const bed = new TestBed();
  let request: TestService;
  let claim: TestService;

  beforeAll(async () => {
    await bed.topics();
    request = await bed.service('request');
    claim = await bed.service('claim');
    const relay = new Relay({ service: 'request', dataSource: request.dataSource, kafka: bed.kafka, logger: silent });
    relay.start();
    bed.later(() => relay.stop());
    await bed.consumer(claim, [OnNeedFilled]);
  });
  afterAll(() => bed.close());

  it('reaches its consumers and outside readers when its transaction commits, and types nobody wants are skipped', async () => {
    const reader = await new EventReader({
      kafka: bed.kafka,
      topics: ['huying.request.needs.v1'],
      logger: silent,
    }).start();
    const needId = aNeedId();
    await request.database.withTransaction((tx) => {
      tx.emit(needPublished(needId), needFilled(needId, 3));
      return Promise.resolve();
    });
    await until('the event has its effect', async () => (await claim.effects()).length === 1);
    const seen: string[] = [];
    for await (const { envelope } of reader) {
      seen.push(envelope.type);
      if (seen.length === 2) break;
    }
    await reader.stop();
    expect(seen).toEqual(['huying.request.v1.NeedPublished', 'huying.request.v1.NeedFilled']);
  });

  it('is gone with its transaction', async () => {
    const needId = aNeedId();
    await expect(
      request.database.withTransaction((tx) => {
        tx.emit(needFilled(needId, 1));
        return Promise.reject(new Error('no'));
      }),
    ).rejects.toThrow('no');
    const rows: unknown[] = await request.dataSource.query('SELECT 1 FROM outbox WHERE key = $1', [needId]);
    expect(rows).toEqual([]);
  });
});
