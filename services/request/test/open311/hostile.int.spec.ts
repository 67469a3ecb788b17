import { TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { requestService } from '../../src/index.js';
import { aKey, aReport, ask, raisedFrom, refused, reported, send, V2, xml } from './asking.js';

let api: TestService;
let key: string;

beforeAll(async () => {
  api = await TestService.start(requestService, { BODY_LIMIT_BYTES: '20000' });
  key = await aKey(api);
});
afterAll(() => api.stop());

const REQUESTS = `${V2}/requests.xml`;
const raw = (body: string | Uint8Array, contentType: string) =>
  api.post(REQUESTS, body, { authorization: null, headers: { 'content-type': contentType } });
const urlencoded = 'application/x-www-form-urlencoded';
const multipart = 'multipart/form-data; boundary=b';

describe('an API key', () => {
  it('is required to send something, and must be good for the jurisdiction', async () => {
    refused(await send(api, REQUESTS, aReport()), 403);
    refused(await send(api, REQUESTS, aReport({ api_key: 'guessed' })), 403);
    refused(await send(api, REQUESTS, aReport({ api_key: key, jurisdiction_id: 'dongshan' })), 403);
    const json = await send(api, `${V2}/requests.json`, aReport());
    expect(json).toMatchObject({ status: 403, body: [{ code: 403, description: 'The argument api_key is missing.' }] });
  });

  it('is good until staff revoke it; what came with it stays', async () => {
    const { body } = await api.post('/v1/open311-keys', { name: '试用' });
    const id = await reported(api, body.key as string);
    expect((await api.get('/v1/open311-keys')).text).not.toContain(body.key);
    expect((await api.request('DELETE', `/v1/open311-keys/${body.id}`)).status).toBe(204);
    refused(await send(api, REQUESTS, aReport({ api_key: body.key as string })), 403);
    expect((await ask(api, `${V2}/requests/${id}.xml`)).status).toBe(200);
  });

  it('is given by staff alone', async () => {
    const answer = await api.post('/v1/open311-keys', { name: 'x' }, { as: { role: 'volunteer', subject: 'v-1' } });
    expect(answer).toMatchObject({ status: 403, body: { code: 'permission-missing' } });
  });
});

describe('a body', () => {
  it.each([
    ['JSON', '{}', 'application/json'],
    ['broken JSON', '{', 'application/json'],
    ['XML', '<request/>', 'text/xml'],
    ['a form with a broken escape', 'description=%E4%B8', urlencoded],
    ['a form in GBK', Uint8Array.from([0x61, 0x3d, 0xc4, 0xe3]), urlencoded],
    ['a form with U+0000', `api_key=x&description=a%00b`, urlencoded],
    ['a form with __proto__', '__proto__=x', urlencoded],
    ['multipart without an end', '--b\r\nContent-Disposition: form-data; name="x"\r\n\r\ny', multipart],
    ['multipart without a boundary', 'x', 'multipart/form-data'],
    [
      'multipart with a file',
      '--b\r\nContent-Disposition: form-data; name="media"; filename="a.jpg"\r\n\r\ny\r\n--b--\r\n',
      multipart,
    ],
    [
      'more fields than any form has',
      'a=1&'.repeat(50) + Array.from({ length: 101 }, (_, at) => `f${at}=1`).join('&'),
      urlencoded,
    ],
    ['a body beyond the limit', `description=${'x'.repeat(20_001)}`, urlencoded],
  ])('that is %s is refused in the form of the specification', async (_, body, contentType) => {
    refused(await raw(body, contentType), 400);
  });

  it('of a form is refused where the API is ours', async () => {
    const answer = await api.post('/v1/calls', 'channel=hotline', { headers: { 'content-type': urlencoded } });
    expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } });
  });
});

describe('a text', () => {
  it('of signs that mean something to XML, or must not be in it, makes no other document', async () => {
    const title = '</description><status>closed</status>&lt;]]>"\'\u0001\uFFFE😀';
    const id = await reported(api, key);
    const needId = await raisedFrom(api, id, { title });
    await api.post(`/v1/needs/${needId}/publication`, {});
    const answer = await ask(api, `${V2}/requests/${id}.xml`);
    const [request] = xml(answer).service_requests?.request ?? [];
    expect(request).toMatchObject({ status: 'open', description: title.replace(/[\u0001\uFFFE]/g, '\uFFFD') });
    expect((await ask(api, `${V2}/requests/${id}.json`)).body[0].description).toBe(title);
  });

  it('in an address comes back escaped, if at all', async () => {
    const [error] = refused(await ask(api, `${V2}/requests.xml?status=%3Cb%3E`), 400);
    expect(error).toContain('status');
    refused(await ask(api, `${V2}/nothing.xml`), 404);
    refused(await ask(api, `${V2}/requests/%3Cb%3E.xml`), 404);
    refused(await ask(api, `${V2}/requests.xml?service_request_id=%00`), 400);
    refused(await ask(api, `${V2}/%zz.xml`), 404);
  });
});

describe('too many requests', () => {
  it('are told to wait, in the form of the specification', async () => {
    const few = await TestService.start(requestService, { RATE_LIMIT_PER_MINUTE: '2' });
    const answers = [];
    for (let times = 0; times < 3; times += 1) answers.push(await ask(few, '/open311/discovery.xml'));
    const [, , third] = answers;
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(xml(third!).errors?.error).toMatchObject([{ code: '429' }]);
    expect(third?.headers.get('retry-after')).not.toBeNull();
    await few.stop();
  });
});
