import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NeedFilledSchema, type NeedFilled } from '@huying/contracts';
import type { INestMicroservice } from '@nestjs/common';
import { Consumer, On } from './decorators.js';
import type { Delivery } from './delivery.js';
import { Relay } from './relay.js';
import { aNeedId, during, needFilled, silent, TestBed, until, type TestService } from './test-support.js';

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

describe('processes of one service', () => {
  const bed = new TestBed();
  let request: TestService;
  let claim: TestService;

  beforeAll(async () => {
    await bed.topics();
    request = await bed.service('request');
    claim = await bed.service('claim', { poolSize: 10 });
    const relay = new Relay({ service: 'request', dataSource: request.dataSource, kafka: bed.kafka, logger: silent });
    relay.start();
    bed.later(() => relay.stop());
  });
  afterAll(() => bed.close());

  it('come and go while events flow: each is applied once, in the order of its key', async () => {
    const needs = Array.from({ length: 20 }, aNeedId);
    let place = 0;
    const emit = async () => {
      place += 1;
      await request.database.withTransaction((tx) => {
        tx.emit(...needs.map((need) => needFilled(need, place)));
        return Promise.resolve();
      });
      const behind = async () => place * needs.length - (await claim.effectCount());
      await until('the consumers are not far behind', async () => (await behind()) < 1_000);
    };
    const running: INestMicroservice[] = [await bed.consumer(claim, [OnNeedFilled])];
    const comeAndGo = async () => {
      for (let change = 0; change < 6; change += 1) {
        const before = await claim.effectCount();
        await until('some more are applied', async () => (await claim.effectCount()) > before + 300);
        if (running.length < 3) running.push(await bed.consumer(claim, [OnNeedFilled]));
        else await running.shift()?.close();
      }
    };
    await during(comeAndGo, emit);
    await until('all are applied', async () => (await claim.effectCount()) >= place * needs.length);
    const effects = await claim.effects();
    for (const need of needs) {
      expect(effects.filter(({ need_id: id }) => id === need).map((effect) => effect.place)).toEqual(
        Array.from({ length: place }, (_, index) => index + 1),
      );
    }
  });
});
