import { create, toJsonString, type DescMessage } from '@bufbuild/protobuf';
import {
  AgreementPerformedSchema,
  AgreementReachedSchema,
  CaseAcceptedSchema,
  CaseClosedSchema,
  CaseReceivedSchema,
  ConfirmationAppliedSchema,
  GoBetweenAcceptedSchema,
  ImpasseReachedSchema,
  MediationSessionHeldSchema,
  MediatorAssignedSchema,
  NeedRaisedSchema,
  RoomReleasedSchema,
  RoomRequestedSchema,
  toTimestamp,
  VenueBookedSchema,
} from '@huying/contracts';
import { startServers, type Servers } from '@huying/infrastructure';
import {
  aName,
  as,
  type Body,
  eventually,
  expectBody,
  type TestAnswer,
  type TestRequest,
  TestService,
  Wire,
  withKey,
} from '@huying/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { mediationService } from '../src/index.js';
import {
  aCase,
  aGoBetween,
  aMediator,
  contentOf,
  from,
  HAINING,
  inMediation,
  JUNLIAN,
  stateOf,
  type ACase,
} from './examples.js';

let postgres: Wire;
let redis: Wire;
let own: Servers<'kafka'>;
let api: TestService;

beforeAll(async () => {
  [postgres, redis] = [await Wire.to(process.env.POSTGRES_URL ?? ''), await Wire.to(process.env.REDIS_URL ?? '')];
  // Of its own: the others' tests go on while it is away.
  own = await startServers({
    dataDir: await mkdtemp(join(tmpdir(), 'huying-mediation-')),
    servers: ['kafka'],
    environment: { ...process.env, KAFKA_BROKERS: undefined },
    durable: true,
    temporary: true,
  });
  api = await TestService.start(mediationService, {
    ...own.environment,
    POSTGRES_URL: postgres.address,
    REDIS_URL: redis.address,
  });
});
afterAll(async () => {
  await api?.stop();
  postgres?.close();
  redis?.close();
  await own?.stop();
});
afterEach(() => {
  postgres.mend();
  redis.mend();
  api.clock.release();
});

/** One step of a case: what is sent, and by whom. */
interface Step {
  readonly path: string;
  readonly body: object;
  readonly by: TestRequest;
}

/** How each step is sent. */
type Send = (step: Step) => Promise<TestAnswer>;

const once: Send = ({ path, body, by }) => api.post(path, body, withKey(by));

const send = ({ path, body, by }: Step, headers: Record<string, string>): Promise<TestAnswer> =>
  api.post(path, body, { ...by, headers });

/** Sends a step while PostgreSQL is away, and again with the same key when it is back. */
const throughOutage: Send = async (step) => {
  const { headers = {} } = withKey();
  postgres.cut();
  const refused = await send(step, { ...headers, 'accept-language': 'zh-CN' });
  expect(refused).toMatchObject({
    ...{ status: 503, body: { code: 'service-unavailable', detail: '服务暂时不可用,请稍后重试。' } },
  });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  postgres.mend();
  const first = await eventually(async () => {
    const answer = await send(step, headers);
    if (answer.status >= 500) throw new Error(`Still ${answer.status}.`);
    return answer;
  });
  expect((await send(step, headers)).text).toBe(first.text);
  return first;
};

/** A case from the wish by way of an impasse to the closed file. Each step is sent by `by`; who mediates is there before. */
async function wholeCase(by: Send): Promise<{ caseId: string; agreementId: string; sessionId: string }> {
  const step = async (path: string, body: object, request: TestRequest = {}): Promise<Body> =>
    expectBody(await by({ path, body, by: request }));
  const [worker, employer] = [as('resident', aName('worker-')), as('partner', aName('employer-'))];
  const parties = [
    { side: 1, name: '王建国', hometown: HAINING },
    { side: 2, name: '李老板', accountId: employer.as?.subject, hometown: JUNLIAN },
  ];
  const { id } = await step('/v1/cases', { kind: 'wages', asked: '讨薪', parties }, worker);
  const of = (what: string): string => `/v1/cases/${id}/${what}`;
  const sought = await step(of('consent-request'), {});
  const [workerId, employerId] = sought.parties.map((party: { id: string }) => party.id) as [string, string];
  await step(of('consents'), {}, employer);
  await step(of('mediator-proposals'), {});
  for (const side of [worker, employer]) await step(of('mediator-choices'), { mediatorIds: [mediator.id] }, side);
  const session = async (outcome: 'impasse' | 'agreed', offer: number): Promise<string> => {
    const times = { startsAt: from(api, { hours: 1 }), endsAt: from(api, { hours: 2 }) };
    const arranged = await step(of('sessions'), { ...times, place: '调解室' }, mediator.me);
    api.clock.advance({ hours: 3 });
    const proposals = [30_000, 20_000, 10_000, offer].map((yuan, index) => ({
      ...{ side: index < 2 ? 1 : 2, amountFen: yuan * 100, terms: '工资' },
    }));
    const record = { present: [workerId, employerId], minutes: '记录', proposals, outcome };
    await step(`/v1/sessions/${arranged.id}/record`, record, mediator.me);
    return arranged.id as string;
  };
  await session('impasse', 11_000);
  const [invitation] = expectBody(await api.get(of('invitations')), 200).items;
  for (const side of [worker, employer]) await step(of(`invitations/${invitation.id}/answers`), { accept: true }, side);
  await step(`/v1/go-betweens/invitations/${invitation.id}/answer`, { accept: true }, goBetween.me);
  const sessionId = await session('agreed', 20_000);
  const content = contentOf(api, { workerId, employerId } as ACase);
  const { id: agreementId } = await step(of('agreements'), { form: 'written', content }, mediator.me);
  const agreement = (what: string): string => `/v1/agreements/${agreementId}/${what}`;
  for (const side of [worker, employer]) await step(agreement('confirmations'), { edition: 1 }, side);
  await step(agreement('signature'), {}, mediator.me);
  await step(agreement('seal'), {});
  for (const side of [worker, employer]) await step(agreement('court-applications'), {}, side);
  for (const number of [1, 2]) await step(agreement('performances'), { number }, worker);
  await step(of('closure'), {});
  expect(await stateOf(api, id as string)).toBe('closed');
  return { caseId: id as string, agreementId: agreementId as string, sessionId };
}

let mediator: Awaited<ReturnType<typeof aMediator>>;
let goBetween: Awaited<ReturnType<typeof aGoBetween>>;
beforeAll(async () => {
  [mediator, goBetween] = [await aMediator(api, { loadLimit: 50 }), await aGoBetween(api, { loadLimit: 20 })];
});

/** Everything that happened is told, and told as one event, however often it was sent. */
async function expectTold({ caseId, agreementId, sessionId }: Awaited<ReturnType<typeof wholeCase>>): Promise<void> {
  const told: [DescMessage, string][] = [
    ...[CaseReceivedSchema, CaseAcceptedSchema, MediatorAssignedSchema].map((one): [DescMessage, string] => [
      one,
      caseId,
    ]),
    ...[ImpasseReachedSchema, GoBetweenAcceptedSchema, CaseClosedSchema].map((one): [DescMessage, string] => [
      one,
      caseId,
    ]),
    [MediationSessionHeldSchema, sessionId],
    ...[AgreementReachedSchema, ConfirmationAppliedSchema, AgreementPerformedSchema].map(
      (one): [DescMessage, string] => [one, agreementId],
    ),
  ];
  for (const [schema, subject] of told) {
    const events = await eventually(() => {
      const found = api.kafka.emitted(schema, subject);
      if (found.length === 0) throw new Error(`Waited for ${schema.typeName}.`);
      return found;
    }, 40_000);
    expect(new Set(events.map((event) => toJsonString(schema, event))).size).toBe(1);
  }
}

describe('at each step of a case', () => {
  it('without PostgreSQL nothing of the step is so; the same key brings it about once when it is back', async () => {
    await expectTold(await wholeCase(throughOutage));
  });

  it('without Redis everything is answered, and told', async () => {
    redis.cut();
    await expectTold(await wholeCase(once));
  });

  it('without Kafka everything is answered; it is told, and heard, when Kafka is back', async () => {
    const { id, mediator: who } = await inMediation(api);
    await own.kill('kafka');
    const done = await wholeCase(once);
    const venueId = uuidv7();
    const times = { startsAt: from(api, { hours: 1 }), endsAt: from(api, { hours: 2 }) };
    expectBody(await api.post(`/v1/cases/${id}/sessions`, { ...times, venueId }, who));
    expect(api.kafka.emitted(CaseReceivedSchema, done.caseId)).toEqual([]);
    await own.start('kafka');
    await expectTold(done);
    const room = async () => expectBody(await api.get(`/v1/sessions?caseId=${id}`), 200).items[0].room;
    expect(await room()).toBe('requested');
    const { bookingId } = await requested(venueId);
    await api.kafka.deliver(create(VenueBookedSchema, { bookingId, communityId: 'xishan', venueId }));
    await eventually(async () => expect(await room()).toBe('booked'));
  });

  it('without the request service cases come from everybody else; a need that is told of days later is received', async () => {
    const needId = uuidv7();
    const raisedAt = toTimestamp(api.clock.now().subtract({ hours: 72 }));
    const need = { needId, communityId: 'xishan', catalogueItemCode: 'SS-020', urgency: 1, raisedAt };
    await expectTold(await wholeCase(once));
    await api.kafka.deliver(create(NeedRaisedSchema, need));
    const found = await eventually(async () => {
      const { items } = expectBody(await api.get('/v1/cases?state=received&limit=100'), 200);
      const [one] = items.filter(({ originId }: { originId: string }) => originId === needId);
      if (!one) throw new Error('The case is not there yet.');
      return one;
    });
    expect(Date.parse(found.receivedAt)).toBe(Number(raisedAt.seconds) * 1_000 + Math.floor(raisedAt.nanos / 1e6));
  });

  it('without the organization service sessions are arranged and held; a room that comes late is given back or too late', async () => {
    const { id, mediator: who, workerId, employerId } = await inMediation(api);
    const venueId = uuidv7();
    const arrange = async (hours: number) => {
      const times = { startsAt: from(api, { hours }), endsAt: from(api, { hours: hours + 1 }) };
      return expectBody(await api.post(`/v1/cases/${id}/sessions`, { ...times, venueId }, who));
    };
    const off = await arrange(5);
    const { bookingId: unwanted } = await requested(venueId);
    expectBody(await api.post(`/v1/sessions/${off.id}/calling-off`, { reason: 'no-room' }, who));
    expect(await api.kafka.awaitEmitted(RoomReleasedSchema, unwanted)).toHaveLength(1);
    const held = await arrange(1);
    const { bookingId: late } = await requested(venueId, 2);
    api.clock.advance({ hours: 2 });
    const record = { present: [workerId, employerId], minutes: '在居民会客厅', proposals: [], outcome: 'adjourned' };
    expectBody(await api.post(`/v1/sessions/${held.id}/record`, record, who));
    for (const bookingId of [unwanted, late]) {
      await api.kafka.deliver(create(VenueBookedSchema, { bookingId, communityId: 'xishan', venueId }));
    }
    const other = await inMediation(api);
    const times = { startsAt: from(api, { hours: 1 }), endsAt: from(api, { hours: 2 }), venueId };
    expectBody(await api.post(`/v1/cases/${other.id}/sessions`, times, other.mediator));
    const { bookingId } = await requested(venueId, 3);
    await api.kafka.deliver(create(VenueBookedSchema, { bookingId, communityId: 'xishan', venueId }));
    const rooms = async (caseId: string): Promise<[string, string][]> =>
      expectBody(await api.get(`/v1/sessions?caseId=${caseId}`), 200).items.map((one: Body) => [one.state, one.room]);
    await eventually(async () => expect(await rooms(other.id)).toEqual([['arranged', 'booked']]));
    expect(await rooms(id)).toEqual([
      ['called-off', 'requested'],
      ['held', 'requested'],
    ]);
  });
});

/** The so manieth request for that venue. */
const requested = (venueId: string, count = 1) =>
  eventually(() => {
    const one = api.kafka.emitted(RoomRequestedSchema).filter((request) => request.venueId === venueId)[count - 1];
    if (!one) throw new Error('No room was asked for yet.');
    return one;
  }, 40_000);

describe('when a repeat comes with another wish', () => {
  it('the key is refused, and nothing is done twice', async () => {
    const one: ACase = await aCase(api);
    const key = withKey();
    expectBody(await api.post(`/v1/cases/${one.id}/risk`, { risk: 'threatened' }, key));
    expect(await api.post(`/v1/cases/${one.id}/risk`, { risk: 'acute' }, key)).toMatchObject({
      ...{ status: 422, body: { code: 'idempotency-key-reused' } },
    });
  });
});
