import type { TestAnswer, TestRequest, TestService } from '@huying/testing';
import { expect } from '@jest/globals';
import { XMLParser } from 'fast-xml-parser';
import { aNeed } from '../examples.js';

export const V2 = '/open311/v2';
const stranger: TestRequest = { authorization: null };
const form = 'application/x-www-form-urlencoded';

/** Asks as anybody: without a token. */
export const ask = (api: TestService, path: string, headers: Record<string, string> = {}): Promise<TestAnswer> =>
  api.get(path, { ...stranger, headers });

/** Sends a form as clients of Open311 do. */
export const send = (
  api: TestService,
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<TestAnswer> =>
  api.post(path, new URLSearchParams(fields).toString(), {
    ...stranger,
    headers: { 'content-type': form, ...headers },
  });

/** An API key of the community. */
export async function aKey(api: TestService, community = 'xishan'): Promise<string> {
  const answer = await api.post('/v1/open311-keys', { name: '12345 市民热线' }, { as: { role: 'staff', community } });
  expect(answer).toMatchObject({ status: 201 });
  return answer.body.key as string;
}

/** What a citizen's report is in a form. */
export const aReport = (fields: Record<string, string> = {}): Record<string, string> => ({
  service_code: 'LC-001',
  lat: '30.525742',
  long: '120.680738',
  address_string: '西山社区3幢2单元501',
  description: '家里的电饭煲坏了,想请志愿者来修一下',
  first_name: '三',
  last_name: '张',
  phone: '13800138000',
  email: 'zhang@example.org',
  ...fields,
});

/** The id of a report that was sent. */
export async function reported(api: TestService, key: string, fields: Record<string, string> = {}): Promise<string> {
  const answer = await send(api, `${V2}/requests.json`, { api_key: key, ...aReport(fields) });
  expect(answer).toMatchObject({ status: 200, body: [{ service_request_id: expect.any(String) }] });
  return answer.body[0].service_request_id as string;
}

/** The id of the need that staff raised from a report. */
export async function raisedFrom(api: TestService, reportId: string, fields: object = {}): Promise<string> {
  const answer = await api.post('/v1/needs', aNeed({ callId: reportId, ...fields }));
  expect(answer).toMatchObject({ status: 201 });
  return answer.body.id as string;
}

/** The one report as anybody sees it. */
export async function seen(api: TestService, id: string, headers: Record<string, string> = {}) {
  const { status, body } = await ask(api, `${V2}/requests/${id}.json?jurisdiction_id=xishan`, headers);
  expect(status).toBe(200);
  return body[0] as Record<string, unknown>;
}

const lists = new Set(['service', 'request', 'request_update', 'attribute', 'value', 'error', 'endpoint', 'format']);
const parser = new XMLParser({ isArray: (name) => lists.has(name), parseTagValue: false, ignoreDeclaration: true });

/** What an XML document says; its declaration and content type are as the specification wants them. */
export function xml({ text, headers }: TestAnswer) {
  expect(headers.get('content-type')).toBe('text/xml; charset=utf-8');
  expect(text.startsWith('<?xml version="1.0" encoding="utf-8"?>')).toBe(true);
  return parser.parse(text, true) as Record<string, Record<string, Record<string, unknown>[]>>;
}

/** The errors of a refusal in XML, whose codes are the status. */
export function refused(answer: TestAnswer, status: number): string[] {
  expect({ status: answer.status, text: answer.text }).toMatchObject({ status });
  const errors = xml(answer).errors?.error ?? [];
  expect(errors.map(({ code }) => code)).toEqual(errors.map(() => String(status)));
  expect(errors.length).toBeGreaterThan(0);
  return errors.map(({ description }) => String(description));
}
