import { create } from '@bufbuild/protobuf';
import { CommonProblemFoundSchema, ConsultationOpenedSchema } from '@huying/contracts';
import { type Body, eventually, expectBody, type TestRequest, TestService } from '@huying/testing';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { FindCommonProblems } from '../src/common-problems/find-common-problems/find-common-problems.js';
import { requestService } from '../src/index.js';
import { aCall } from './examples.js';

const PARKING = '下班回来根本找不到停车位,绕了半个小时';
const LIFT = '老楼没有电梯,想加装电梯,怎么申请';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(requestService, { COMMON_PROBLEM_CALLERS: '3', COMMON_PROBLEM_DAYS: '30' });
});
afterEach(() => api.clock.release());
afterAll(() => api.stop());

/** Somebody calls in a community of the test's own. */
const inCommunity = (community: string): TestRequest => ({ as: { role: 'staff', subject: 's-1', community } });
const call = async (community: string, text: string, fields: object): Promise<Body> =>
  expectBody(await api.post('/v1/calls', aCall({ text, ...fields }), inCommunity(community)));
const find = () => api.service.app.get(FindCommonProblems, { strict: false }).run();
const found = async (community: string): Promise<Body[]> =>
  expectBody(await api.get('/v1/common-problems', inCommunity(community)), 200).items;

it('what enough different callers call about is found once, told, and found anew when its days are over', async () => {
  const [first] = [
    await call('linjiang', PARKING, { callerId: 'r-1' }),
    await call('linjiang', PARKING, { callerPhone: '13800138001' }),
  ];
  await call('linjiang', LIFT, { callerId: 'r-3' });
  await find();
  expect(await found('linjiang')).toEqual([]);
  await call('linjiang', PARKING, { callerId: 'r-3' });
  await Promise.all([find(), find(), find()]);
  await find();
  const [problem, ...others] = await found('linjiang');
  expect(others).toEqual([]);
  expect(problem).toMatchObject({ catalogueItemCode: 'GS-003', callers: 3, consultationId: null });
  expect(Date.parse(problem?.firstCalledAt)).toBe(Date.parse(first?.receivedAt));
  expect(await api.kafka.awaitEmitted(CommonProblemFoundSchema, problem?.id)).toMatchObject([
    { communityId: 'linjiang', catalogueItemCode: 'GS-003', callers: 3 },
  ]);
  api.clock.advance({ hours: 31 * 24 });
  for (const callerId of ['r-1', 'r-2', 'r-3']) await call('linjiang', PARKING, { callerId });
  await find();
  expect(await found('linjiang')).toHaveLength(2);
});

it('who calls again is no more than one caller, and other communities have problems of their own', async () => {
  for (let times = 0; times < 4; times += 1) await call('dongxing', PARKING, { callerPhone: '13800138002' });
  await call('dongxing', PARKING, { callerId: 'r-1' });
  await call('xixing', PARKING, { callerId: 'r-2' });
  await find();
  expect([...(await found('dongxing')), ...(await found('xixing'))]).toEqual([]);
});

it('calls of long ago do not count', async () => {
  api.clock.advance({ hours: -40 * 24 });
  for (const callerId of ['r-1', 'r-2']) await call('beixing', LIFT, { callerId });
  api.clock.release();
  await call('beixing', LIFT, { callerId: 'r-3' });
  await find();
  expect(await found('beixing')).toEqual([]);
});

it('a consultation that it leads to is shown with it', async () => {
  for (const callerId of ['r-1', 'r-2', 'r-3']) await call('nanxing', LIFT, { callerId });
  await find();
  const [problem] = await found('nanxing');
  const consultation = create(ConsultationOpenedSchema, {
    ...{ consultationId: uuidv7(), communityId: 'nanxing', title: '加装电梯', commonProblemId: problem?.id },
  });
  await api.kafka.deliver(consultation, consultation);
  await eventually(async () =>
    expect(await found('nanxing')).toMatchObject([{ consultationId: consultation.consultationId }]),
  );
});
