import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { create } from '@bufbuild/protobuf';
import {
  CallReceivedSchema,
  Channel,
  NeedFilledSchema,
  VolunteerRegisteredSchema,
  type NeedFilled,
} from '@huying/contracts';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CarefulProducer } from './careful-producer.js';
import { Consumer, On } from './decorators.js';
import { DeadLetterDesk } from './dead-letter-desk.js';
import type { Delivery } from './delivery.js';
import { createKafka } from './kafka.js';
import { Relay } from './relay.js';
import { aNeedId, needFilled, silent, TestBed, until, type TestService } from './test-support.js';
import { publishingServices } from './topics.js';

let isBroken = true;

abstract class CountsFilled {
  protected abstract readonly mayBreak: boolean;
  async handle({ event, tx, envelope }: Delivery<NeedFilled>): Promise<void> {
    if (this.mayBreak && isBroken) throw new TypeError(`Cannot count ${event.communityId} of "王奶奶"`);
    await tx.query('INSERT INTO effect (need_id, event_id, place) VALUES ($1, $2, $3)', [
      event.needId,
      envelope.id,
      event.places,
    ]);
  }
}

@Consumer()
class BrokenOnNeedFilled extends CountsFilled {
  protected readonly mayBreak = true;
  @On(NeedFilledSchema)
  override handle(delivery: Delivery<NeedFilled>): Promise<void> {
    return super.handle(delivery);
  }
}

@Consumer()
class WorkingOnNeedFilled extends CountsFilled {
  protected readonly mayBreak = false;
  @On(NeedFilledSchema)
  override handle(delivery: Delivery<NeedFilled>): Promise<void> {
    return super.handle(delivery);
  }
}

describe('dead letters', () => {
  const bed = new TestBed();
  const desk = new DeadLetterDesk(createKafka(bed.kafka, silent), bed.kafka);
  let request: TestService;
  let claim: TestService;
  let volunteer: TestService;

  beforeAll(async () => {
    await bed.topics(publishingServices);
    [request, claim, volunteer] = [
      await bed.service('request'),
      await bed.service('claim'),
      await bed.service('volunteer'),
    ];
    const relay = new Relay({ service: 'request', dataSource: request.dataSource, kafka: bed.kafka, logger: silent });
    relay.start();
    bed.later(() => relay.stop());
    await bed.consumer(claim, [BrokenOnNeedFilled]);
    await bed.consumer(volunteer, [WorkingOnNeedFilled]);
  });
  afterAll(() => bed.close());

  /** The command as people run it. */
  function events(...args: string[]): Promise<{ code: number; out: string; err: string }> {
    const program = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
    const env = {
      ...process.env,
      NODE_OPTIONS: '',
      NODE_ENV: '',
      KAFKA_BROKERS: bed.kafka.brokers.join(),
      TOPIC_PREFIX: bed.kafka.topicPrefix,
    };
    return new Promise((resolve) => {
      execFile(process.execPath, [program, ...args], { env }, (error, out, err) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
      });
    });
  }

  const placesOf = async (service: TestService, needId: string) =>
    (await service.effects()).filter(({ need_id: id }) => id === needId).map(({ place }) => place);

  it('none is one sentence', async () => {
    expect(await events('dead-letters', '--service', 'claim')).toEqual({
      code: 0,
      out: 'There are no dead letters of claim.\n',
      err: '',
    });
    expect((await events('replay', '--service', 'claim')).out).toBe(
      'There are no dead letters of claim; nothing to replay.\n',
    );
  });

  it('are listed without contents, replayed when told so, and applied once by the one service that had not', async () => {
    const needId = aNeedId();
    await request.database.withTransaction((tx) => {
      tx.emit(needFilled(needId, 7));
      return Promise.resolve();
    });
    await until('it is a dead letter', async () => (await desk.list('claim')).length === 1);
    await until('the other service has applied it', async () => (await placesOf(volunteer, needId)).length === 1);

    const { out: list } = await events('dead-letters');
    expect(list).toMatch(
      /claim .*huying\.request\.v1\.NeedFilled .*huying\.request\.needs\.v1\/\d+@\d+ .*TypeError Cannot count … of … .*Z/,
    );
    expect(list).not.toContain('王');

    const [letter] = await desk.list('claim');
    const { out: plan } = await events('replay', '--service', 'claim', '--id', letter?.id ?? '');
    expect(plan).toContain('would go to the topic of origin again. Add --execute');
    expect(await desk.list('claim')).toHaveLength(1);

    // It fails again, and is listed again, once.
    await events('replay', '--service', 'claim', '--execute');
    await until(
      'it failed again',
      async () => (await desk.list('claim'))[0]?.offset !== letter?.offset && (await desk.list('claim')).length === 1,
    );

    isBroken = false;
    const again = await desk.list('claim');
    expect((await events('replay', '--service', 'claim', '--id', letter?.id ?? '', '--execute')).code).toBe(0);
    await until('it is applied', async () => (await placesOf(claim, needId)).length === 1);
    expect(await desk.list('claim')).toEqual([]);

    // As if two people had replayed it at the same time, and a later event to know when that is over.
    await desk.replay('claim', again);
    await desk.replay('claim', again);
    await request.database.withTransaction((tx) => {
      tx.emit(needFilled(needId, 8));
      return Promise.resolve();
    });
    for (const service of [claim, volunteer]) {
      await until('the later event is applied', async () => (await placesOf(service, needId)).includes(8));
      expect(await placesOf(service, needId)).toEqual([7, 8]);
    }
  });

  it('one that nobody can read is dismissed when told so, and not published again', async () => {
    const producer = new CarefulProducer(createKafka(bed.kafka, silent), bed.kafka);
    bed.later(() => producer.close());
    const headers = { ce_specversion: '1.0', ce_type: NeedFilledSchema.typeName, 'content-type': 'application/json' };
    await producer.send([
      { topic: 'huying.request.needs.v1', key: 'x', value: Buffer.from('this is no event'), headers },
    ]);
    await until('each service has it among its dead letters', async () =>
      (await Promise.all([desk.list('claim'), desk.list('volunteer')])).every(({ length }) => length === 1),
    );
    const [letter] = await desk.list('claim');
    expect(letter?.error.code).toBe('undecodable-event');

    const { out: plan } = await events('dismiss', '--service', 'claim', '--id', letter?.id ?? '');
    expect(plan).toContain('claim would never handle this event. Add --execute');
    expect(await desk.list('claim')).toEqual([letter]);

    expect((await events('dismiss', '--service', 'claim', '--id', letter?.id ?? '', '--execute')).code).toBe(0);
    expect(await desk.list('claim')).toEqual([]);
    // A replay would have made it anew for both.
    expect((await desk.list('volunteer')).map(({ id }) => id)).toEqual([letter?.id]);
  });

  it('a wrong service, id or option is one sentence and an exit code', async () => {
    const wrong = async (...args: string[]) => {
      const { code, err } = await events(...args);
      expect(code).toBe(1);
      return err.trimEnd();
    };
    expect(await wrong('replay')).toBe('Say whose dead letters to replay: --service claim, for example.');
    expect(await wrong('dismiss', '--service', 'claim')).toMatch(/^Say which dead letter to dismiss/);
    expect(await wrong('dead-letters', '--service', 'nobody')).toMatch(/^There is no topic .*nobody.*\?$/);
    expect(await wrong('replay', '--service', 'claim', '--id', 'x')).toBe('No dead letter of claim has the id x.');
    expect(await wrong('tail', '--since', '1')).toMatch(/^Unknown option '--since'\. See/);
    expect(await wrong('tail', '--topic', 'x')).toMatch(/^There is no topic .*x; /);
    for (const count of ['ten', '0', '-1', '1.5', '']) {
      expect(await wrong('tail', `--count=${count}`)).toBe(
        `"${count}" is no count: --count takes a whole number from 1.`,
      );
    }
    expect(await wrong('dance')).toMatch(/^"dance" is no command/);
  });

  it('tail shows events with personal data masked, the id of a person too', async () => {
    const communityId = 'xishan';
    const [callId, volunteerId, callerId] = [aNeedId(), aNeedId(), aNeedId()];
    await request.database.withTransaction((tx) => {
      tx.emit(
        create(CallReceivedSchema, { callId, communityId, channel: Channel.HOTLINE, text: '谢谢小李', callerId }),
      );
      tx.emit(
        create(VolunteerRegisteredSchema, {
          volunteerId,
          communityId,
          version: 1,
          fitness: { skills: ['first-aid'], hometown: '330481', birthDate: '1990-05-04' },
        }),
      );
      return Promise.resolve();
    });
    const { out } = await events('tail', '--topic', 'huying.request.calls.v1', '--from-beginning', '--count', '1');
    expect(out).toContain(`huying.request.v1.CallReceived  ${callId}`);
    expect(out).toContain('"channel":"CHANNEL_HOTLINE","text":"•••","callerId":"•••"');
    const { out: registered } = await events(
      'tail',
      '--topic',
      'huying.volunteer.volunteers.v1',
      '--from-beginning',
      '--count',
      '1',
    );
    expect(registered).toMatch(/VolunteerRegistered {2}••• .*"volunteerId":"•••".*"hometown":"•••","birthDate":"•••"/);
    expect(registered).toContain('first-aid');
    for (const secret of ['小李', callerId, volunteerId, '330481', '1990'])
      expect(out + registered).not.toContain(secret);
  });

  it('topics are listed with their partitions', async () => {
    const { out } = await events('topics', '--list');
    expect(out).toMatch(/huying\.request\.needs\.v1 +12 +90 d +there/);
    expect(out).not.toContain('missing');
  });
});
