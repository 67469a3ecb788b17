import { create } from '@bufbuild/protobuf';
import { toTimestamp, VolunteerRegisteredSchema } from '@huying/contracts';
import {
  aName,
  as,
  type Body,
  eventually,
  expectBody,
  type TestRequest,
  type TestService,
  withKey,
} from '@huying/testing';
import { expect } from '@jest/globals';
import type { Temporal } from 'temporal-polyfill';

export const ZONE = 'Asia/Shanghai';
export const JUNLIAN = '511527';
export const HAINING = '330481';

/** A day so many days from the service's today, `YYYY-MM-DD`. */
export const inDays = (api: TestService, days: number): string =>
  api.clock.now().toZonedDateTimeISO(ZONE).toPlainDate().add({ days }).toString();

/** So long from the service's now, RFC 3339. */
export const from = (api: TestService, duration: Temporal.DurationLike): string =>
  api.clock.now().add(duration).toString({ smallestUnit: 'millisecond' });

export const south = [{ code: 'southwestern', level: 'native' }];
export const wu = [{ code: 'wu-haining', level: 'native' }];

/** A mediator of the community, with the account under which they act. */
export async function aMediator(
  api: TestService,
  fields: object = {},
): Promise<{ id: string; me: TestRequest; version: number }> {
  const accountId = aName('mediator-');
  const wish = {
    ...{ name: aName('娘舅'), accountId, hometown: JUNLIAN, dialects: [...south, ...wu], fields: ['wages'] },
    ...{ loadLimit: 5, termFrom: inDays(api, -100), termUntil: inDays(api, 900), standing: '乡音娘舅' },
    ...fields,
  };
  const { id, version } = expectBody(await api.post('/v1/mediators', wish));
  return { id: id as string, me: as('mediator', wish.accountId), version: version as number };
}

/** A volunteer of whom the service has heard. */
async function aVolunteer(api: TestService): Promise<string> {
  const volunteerId = aName('v-');
  const registered = { volunteerId, communityId: 'xishan', version: 1, registeredAt: toTimestamp(api.clock.now()) };
  await api.kafka.deliver(create(VolunteerRegisteredSchema, registered));
  return volunteerId;
}

/** A volunteer whom people of Junlian trust. */
export async function aGoBetween(api: TestService, fields: object = {}): Promise<{ id: string; me: TestRequest }> {
  const volunteerId = await aVolunteer(api);
  const wish = {
    name: aName('老乡'),
    volunteerId,
    hometown: JUNLIAN,
    dialects: south,
    trust: '老乡会副会长',
    ...fields,
  };
  const { id } = await eventually(async () => expectBody(await api.post('/v1/go-betweens', wish)));
  return { id: id as string, me: as('volunteer', volunteerId) };
}

/** A case with a worker who asks and an employer, each with an account. */
export interface ACase {
  readonly id: string;
  readonly worker: TestRequest;
  readonly employer: TestRequest;
  readonly workerId: string;
  readonly employerId: string;
}

/** @param fields `employerFrom`: GB/T 2260, where the employer comes from; else what is sent */
export async function aCase(
  api: TestService,
  { employerFrom = HAINING, ...fields }: { employerFrom?: string; [field: string]: unknown } = {},
): Promise<ACase> {
  const [worker, employer] = [aName('worker-'), aName('employer-')];
  const wish = {
    ...{ kind: 'wages', asked: '拖欠三个月工资,要求支付' },
    parties: [
      { side: 1, name: '王建国', phone: '13800138000', hometown: JUNLIAN, dialects: ['southwestern'] },
      { side: 2, name: '李老板', accountId: employer, hometown: employerFrom, dialects: ['wu-haining'] },
    ],
    ...fields,
  };
  const { id } = expectBody(await api.post('/v1/cases', wish, withKey(as('resident', worker))));
  const file = expectBody(await api.get(`/v1/cases/${id}`), 200);
  const [first, second] = file.parties;
  return {
    ...{ id, worker: as('resident', worker), employer: as('partner', employer) },
    ...{ workerId: first.id, employerId: second?.id },
  };
}

/** One to which both sides have consented. */
export async function anAccepted(api: TestService, fields: Parameters<typeof aCase>[1] = {}): Promise<ACase> {
  const one = await aCase(api, fields);
  expectBody(await api.post(`/v1/cases/${one.id}/consent-request`, {}));
  expect(expectBody(await api.post(`/v1/cases/${one.id}/consents`, {}, one.employer))).toMatchObject({
    state: 'accepted',
  });
  return one;
}

/** Both sides choose the same mediator. */
export async function chooseBoth(api: TestService, { id, worker, employer }: ACase, mediatorId: string): Promise<void> {
  for (const side of [worker, employer]) {
    expectBody(await api.post(`/v1/cases/${id}/mediator-choices`, { mediatorIds: [mediatorId] }, side));
  }
}

/** One that has a mediator, whom both sides have chosen. */
export async function inMediation(
  api: TestService,
  fields: Parameters<typeof aCase>[1] = {},
): Promise<ACase & { mediator: TestRequest; mediatorId: string }> {
  const one = await anAccepted(api, fields);
  const { id: mediatorId, me: mediator } = await aMediator(api);
  await chooseBoth(api, one, mediatorId);
  return { ...one, mediator, mediatorId };
}

/** A session of the case that is under way. */
export async function aSession(api: TestService, caseId: string, mediator: TestRequest): Promise<string> {
  const wish = { startsAt: from(api, { hours: 1 }), endsAt: from(api, { hours: 2 }), place: '调解室' };
  const { id } = expectBody(await api.post(`/v1/cases/${caseId}/sessions`, wish, mediator));
  api.clock.advance({ minutes: 70 });
  return id as string;
}

/** An agreement on twelve thousand yuan in two instalments. */
export const contentOf = (api: TestService, { workerId, employerId }: ACase, fields: object = {}) => ({
  ...{ facts: '2026年6月至8月未付工资', matters: '工资数额及支付时间', terms: '甲方分两期支付', manner: '银行转账' },
  responsibility: [
    { partyId: workerId, text: '无' },
    { partyId: employerId, text: '拖欠工资,应予支付' },
  ],
  instalments: [
    { from: employerId, to: workerId, dueOn: inDays(api, 10), amountFen: 600_000, what: '第一期' },
    { from: employerId, to: workerId, dueOn: inDays(api, 40), amountFen: 600_000, what: '第二期' },
  ],
  ...fields,
});

/** Everything that an agreement needs to take effect: the parties, the mediator, the seal. */
export async function agreed(
  api: TestService,
  one: ACase & { mediator: TestRequest },
  fields: object = {},
): Promise<Body> {
  const content = contentOf(api, one, fields);
  const { id } = expectBody(
    await api.post(`/v1/cases/${one.id}/agreements`, { form: 'written', content }, one.mediator),
  );
  for (const party of [one.worker, one.employer]) {
    expectBody(await api.post(`/v1/agreements/${id}/confirmations`, { edition: 1 }, party));
  }
  expectBody(await api.post(`/v1/agreements/${id}/signature`, {}, one.mediator));
  return expectBody(await api.post(`/v1/agreements/${id}/seal`, {}));
}

export const stateOf = async (api: TestService, id: string): Promise<string> =>
  expectBody(await api.get(`/v1/cases/${id}`), 200).state as string;
