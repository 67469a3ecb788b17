import {
  aName,
  as,
  type Body,
  expectBody,
  subjectOf,
  type TestAnswer,
  type TestRequest,
  type TestService,
  withKey,
} from '@huying/testing';
import { expect } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';

/** A day so many days from today in the community's zone, `YYYY-MM-DD`. */
export const inDays = (days: number): string => Temporal.Now.plainDateISO('Asia/Shanghai').add({ days }).toString();

export const reason = { reason: '居委会讨论决定' };

/** The answer refuses with that status and code, and says why in both languages. */
export async function expectRefused(ask: (request: TestRequest) => Promise<TestAnswer>, status: number, code: string) {
  const english = await ask({});
  expect(english).toMatchObject({ status, body: { code } });
  expect(english.body.detail).toMatch(/[a-z]/);
  const chinese = await ask({ headers: { 'accept-language': 'zh-CN' } });
  expect(chinese).toMatchObject({ status, body: { code } });
  expect(chinese.body.detail).toMatch(/\p{Script=Han}/u);
}

/** Asks as somebody, with what else the request is to have. */
export const asking =
  (by: TestRequest, ask: (request: TestRequest) => Promise<TestAnswer>) =>
  (more: TestRequest): Promise<TestAnswer> =>
    ask({ ...by, ...more, headers: { ...by.headers, ...more.headers } });

/** Everything that stands in an event, to search it. */
export const writtenOut = (event: object | undefined): string =>
  JSON.stringify(event, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));

export const aResident = (): TestRequest => as('resident', aName('resident-'));

/** A household of the estate for which an account acts. */
export async function aHousehold(api: TestService): Promise<TestRequest> {
  const [resident] = await membersOf(api, 1);
  return resident ?? aResident();
}

/** Residents whose accounts act for one household. */
export async function membersOf(api: TestService, count: number): Promise<TestRequest[]> {
  const residents = Array.from({ length: count }, aResident);
  const home = { building: '3幢', stairwell: '2单元', door: aName('60') };
  expectBody(await api.post('/v1/households', { ...home, accountIds: residents.map(subjectOf) }));
  return residents;
}

/** Works under way in two stages, with a contractor and a team of three. */
export interface Watched {
  readonly work: Body;
  readonly contractor: TestRequest;
  readonly team: readonly [TestRequest, TestRequest, TestRequest];
}

export const aWork = (fields: object = {}) => ({
  ...{ title: aName('加装电梯'), contractor: '海宁某某建设有限公司', contractorAccount: aName('contractor-') },
  ...{ budgetFen: 48_000_000, plan: '加装电梯并粉刷外墙' },
  stages: [
    { name: '土建', fromOn: inDays(-5), untilOn: inDays(20) },
    { name: '外立面', fromOn: inDays(10), untilOn: inDays(40) },
  ],
  ...fields,
});

export const seat = (api: TestService, workId: string, personId: string, fields: object = {}) =>
  api.post(`/v1/works/${workId}/supervisors`, { personId, fromOn: inDays(-1), untilOn: inDays(90), ...fields });

export async function watched(api: TestService, fields: object = {}): Promise<Watched> {
  const contractor = as('contractor', aName('contractor-'));
  const wish = aWork({ contractorAccount: subjectOf(contractor), ...fields });
  const work = expectBody(await api.post('/v1/works', wish));
  const team = [aResident(), aResident(), aResident()] as const;
  for (const one of team) expectBody(await seat(api, work.id, subjectOf(one)));
  return { work, contractor, team };
}

export const raise = (api: TestService, by: TestRequest, workId: string, fields: object = {}) =>
  api.post(
    '/v1/findings',
    { workId, stage: 1, severity: 'serious', building: '3幢', text: '台阶高低不平', ...fields },
    withKey(by),
  );

export const rectify = (api: TestService, by: TestRequest, id: string) =>
  api.post(`/v1/findings/${id}/rectification`, { text: '已重新浇筑' }, by);

export const recheck = (api: TestService, by: TestRequest, id: string, fields: object = {}) =>
  api.post(`/v1/findings/${id}/recheck`, { passed: true, text: '看过了', ...fields }, by);

/** A finding that was raised. */
export const raised = async (api: TestService, by: TestRequest, workId: string, fields: object = {}): Promise<Body> =>
  expectBody(await raise(api, by, workId, fields));

/** Ends the works; households then have a week to say what they make of them. */
export const complete = (api: TestService, id: string, request: TestRequest = {}): Promise<TestAnswer> =>
  api.post(`/v1/works/${id}/completion`, { ratingDays: 7 }, request);
