import { toJsonString, type DescMessage } from '@bufbuild/protobuf';
import {
  AgreementPerformedSchema,
  AgreementReachedSchema,
  CaseAcceptedSchema,
  MediationSessionHeldSchema,
} from '@huying/contracts';
import { eventually, TestService, Wire, type TestAnswer, type TestRequest } from '@huying/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { mediationService } from '../src/index.js';
import { aCase, aMediator, aSession, contentOf, expectBody, stateOf, withKey, type ACase } from './examples.js';

let postgres: Wire;
let api: TestService;

beforeAll(async () => {
  postgres = await Wire.to(process.env.POSTGRES_URL ?? '');
  api = await TestService.start(mediationService, { POSTGRES_URL: postgres.address });
}, 60_000);
afterAll(async () => {
  await api.stop();
  postgres.close();
});
afterEach(() => {
  postgres.mend();
  api.clock.release();
});

/** One step of a case: what is sent, and what is so afterwards. */
interface Step {
  readonly path: string;
  readonly body: object;
  readonly by: TestRequest;
}

const send = ({ path, body, by }: Step, request: TestRequest): Promise<TestAnswer> =>
  api.post(path, body, { ...by, ...request });

/** Sends a step while PostgreSQL is away, and again with the same key when it is back. */
async function throughOutage(step: Step): Promise<TestAnswer> {
  const { headers } = withKey();
  postgres.cut();
  const refused = await send(step, { headers: { ...headers, 'accept-language': 'zh-CN' } });
  expect(refused).toMatchObject({
    ...{ status: 503, body: { code: 'service-unavailable', detail: '服务暂时不可用,请稍后重试。' } },
  });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  postgres.mend();
  const [first, again] = [await eventually(() => answered(step, headers)), await answered(step, headers)];
  expect(again.text).toBe(first.text);
  return first;
}

async function answered(step: Step, headers: TestRequest['headers']): Promise<TestAnswer> {
  const answer = await send(step, headers ? { headers } : {});
  if (answer.status >= 500) throw new Error(`Still ${answer.status}.`);
  return answer;
}

describe('when PostgreSQL is away at a step', () => {
  it('nothing of the step is so; the same key brings it about once when it is back', async () => {
    const one = await aCase(api);
    const { id, employer, worker } = one;
    const path = (what: string): string => `/v1/cases/${id}/${what}`;
    expectBody(await throughOutage({ path: path('consent-request'), body: {}, by: {} }));
    expectBody(await throughOutage({ path: path('consents'), body: {}, by: employer }));
    const { id: mediatorId, me: mediator } = await aMediator(api);
    expectBody(await throughOutage({ path: path('mediators'), body: { mediatorIds: [mediatorId] }, by: {} }));
    const session = await aSession(api, id, mediator);
    const record = { present: [one.workerId, one.employerId], minutes: '记录', proposals: [], outcome: 'agreed' };
    expectBody(await throughOutage({ path: `/v1/sessions/${session}/record`, body: record, by: mediator }));
    const drafted = await throughOutage({
      path: path('agreements'),
      body: { form: 'written', content: contentOf(api, one) },
      by: mediator,
    });
    const agreement = `/v1/agreements/${expectBody(drafted).id}`;
    for (const by of [worker, employer]) {
      expectBody(await throughOutage({ path: `${agreement}/confirmations`, body: { edition: 1 }, by }));
    }
    expectBody(await throughOutage({ path: `${agreement}/signature`, body: {}, by: mediator }));
    expectBody(await throughOutage({ path: `${agreement}/seal`, body: {}, by: {} }));
    for (const number of [1, 2]) {
      expectBody(await throughOutage({ path: `${agreement}/performances`, body: { number }, by: worker }));
    }
    expect(await stateOf(api, id)).toBe('performed');
    for (const [schema, subject] of [
      [CaseAcceptedSchema, id],
      [MediationSessionHeldSchema, session],
      [AgreementReachedSchema, drafted.body.id],
      [AgreementPerformedSchema, drafted.body.id],
    ] as const) {
      // Delivered at least once: the relay sends again what it could not mark as sent. It is one event all the same.
      const told = await api.kafka.awaitEmitted(schema, subject as string);
      expect(new Set(told.map((event) => toJsonString(schema as DescMessage, event))).size).toBe(1);
    }
  }, 60_000);
});

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
