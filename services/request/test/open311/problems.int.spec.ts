import { randomUUID } from 'node:crypto';
import { TestService, type TestAnswer } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { requestService } from '../../src/index.js';
import { open311Problems } from '../../src/open311/open311.problems.js';
import { aKey, aReport, ask, send, V2 } from './asking.js';

let api: TestService;
let key: string;

beforeAll(async () => {
  api = await TestService.start(requestService);
  key = await aKey(api);
  await aKey(api, 'nanmen');
});
afterAll(() => api.stop());

const report = (fields: Record<string, string>) =>
  send(api, `${V2}/requests.json`, { api_key: key, ...aReport(fields) });
const asked = (path: string, query = '') => ask(api, `${V2}/${path}.json?jurisdiction_id=xishan${query}`);
const raw = (body: string, contentType: string) =>
  api.post(`${V2}/requests.json`, body, { authorization: null, headers: { 'content-type': contentType } });
const file = '--b\r\nContent-Disposition: form-data; name="media"; filename="a.jpg"\r\n\r\ny\r\n--b--\r\n';

/** Name by name, a request that is refused with it. */
const provoked: Record<keyof typeof open311Problems, () => Promise<TestAnswer>> = {
  keyMissing: () => report({ api_key: '' }),
  keyInvalid: () => report({ api_key: 'guessed' }),
  jurisdictionMissing: () => ask(api, `${V2}/services.json`),
  jurisdictionUnknown: () => ask(api, `${V2}/services.json?jurisdiction_id=dongshan`),
  serviceUnknown: () => asked('services/XX-999'),
  requestUnknown: () => asked(`requests/${randomUUID()}`),
  formatUnknown: () => ask(api, `${V2}/services.yaml?jurisdiction_id=xishan`),
  malformedForm: () => raw('description=%E4%B8', 'application/x-www-form-urlencoded'),
  fileNotTaken: () => raw(file, 'multipart/form-data; boundary=b'),
  locationMissing: () => report({ lat: '', long: '', address_string: '' }),
  descriptionMissing: () => report({ service_code: 'general', description: '' }),
  attributeInvalid: () => report({ 'attribute[contact_by]': 'pigeon' }),
  sentBefore: async () => {
    await report({ 'attribute[external_id]': 'e-1' });
    return report({ 'attribute[external_id]': 'e-1', description: '另一件事' });
  },
  windowTooLong: () => asked('requests', '&start_date=2026-01-01T00:00:00Z&end_date=2026-06-01T00:00:00Z'),
  windowBackwards: () => asked('requests', '&start_date=2026-02-01T00:00:00Z&end_date=2026-01-01T00:00:00Z'),
  tooManyIds: () => asked('requests', `&service_request_id=${Array.from({ length: 101 }, randomUUID).join(',')}`),
};

/** A text as it is declared, whatever stands in the place of its parameters. */
const likeText = (text: string): RegExp =>
  new RegExp(text.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '[^{}]+'));

describe('every refusal of Open311', () => {
  it.each(Object.keys(provoked) as (keyof typeof provoked)[])('%s is answered as it is declared', async (name) => {
    const { type } = open311Problems[name];
    const { status, text } = await provoked[name]();
    expect(status).toBe(type.status);
    expect(text).toContain(String(type.status));
    expect(text).toMatch(likeText(type.en));
  });
});
