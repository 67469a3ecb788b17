import { EachOne } from '@huying/http';
import { expect } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import type { TestAnswer, TestRequest, TestService } from './test-service.js';

/** The body of an answer: of many shapes, each test says which it expects. */
export type Body = TestAnswer['body'];

/** Asks as somebody in a role. */
export const as = (role: NonNullable<TestRequest['as']>['role'], subject: string): TestRequest => ({
  as: { role, subject },
});

/** The account that asks; empty where none is named. */
export const subjectOf = ({ as: who }: TestRequest): string => who?.subject ?? '';

/** The request with an Idempotency-Key of its own. */
export const withKey = (request: TestRequest = {}): TestRequest => ({
  ...request,
  headers: { ...request.headers, 'idempotency-key': uuidv7() },
});

/** The body of an answer that has the status. */
export function expectBody(answer: TestAnswer, status = 201): Body {
  const { body } = answer as { body: unknown };
  expect({ status: answer.status, body }).toMatchObject({ status });
  return answer.body;
}

let number = 0;
/** A name that nobody else in this test file has. */
export const aName = (what: string): string => `${what}${++number}`;

/** Does timed work now. */
export const runNow = (api: TestService, name: string): Promise<void> =>
  api.service.app.get(EachOne, { strict: false }).run(name);
