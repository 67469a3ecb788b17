import { TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CallClassifiedSchema, CallReceivedSchema, Channel } from '@huying/contracts';
import { requestService } from '../../src/index.js';
import { aKey, aReport, refused, reported, send, V2, xml } from './asking.js';

let api: TestService;
let key: string;

beforeAll(async () => {
  api = await TestService.start(requestService);
  key = await aKey(api);
});
afterAll(() => api.stop());

const post = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
  send(api, `${V2}/requests.xml`, { api_key: key, jurisdiction_id: 'xishan', ...fields }, headers);
const callOf = async (id: string) => (await api.get(`/v1/calls/${id}`)).body as Record<string, unknown>;

describe('POST Service Request', () => {
  it('answers with the id at once, and is a call that staff see', async () => {
    const [request] = xml(await post(aReport({ account_id: 'a-1' }))).service_requests?.request ?? [];
    expect(request).toMatchObject({ account_id: 'a-1', service_notice: '' });
    const id = String(request?.service_request_id);
    expect(await callOf(id)).toMatchObject({
      channel: 'partner',
      text: '家里的电饭煲坏了,想请志愿者来修一下\n西山社区3幢2单元501',
      callerName: '张 三',
      callerPhone: '+8613800138000',
      acceptedCode: 'LC-001',
    });
    expect((await api.get(`/v1/open311-reports/${id}`)).body).toMatchObject({
      details: { lat: 30.525742, long: 120.680738, address_string: '西山社区3幢2单元501', email: 'zhang@example.org' },
      updates: [],
    });
  });

  it('says what the hotline would say', async () => {
    const id = await reported(api, key);
    const [received] = await api.kafka.awaitEmitted(CallReceivedSchema, id);
    expect(received).toMatchObject({ communityId: 'xishan', channel: Channel.PARTNER });
    const [classified] = await api.kafka.awaitEmitted(CallClassifiedSchema, id);
    expect(classified).toMatchObject({ acceptedCode: 'LC-001' });
  });

  it('is classified by what it says where the service is general', async () => {
    const known = await reported(api, key, { service_code: 'general', description: '厨房下水道堵了,水都漫到客厅了' });
    expect(await callOf(known)).toMatchObject({ acceptedCode: 'LC-002' });
    const unknown = await reported(api, key, { service_code: 'general', description: '今天天气真不错' });
    expect(await callOf(unknown)).toMatchObject({ acceptedCode: null });
    const { description: _said, ...silent } = aReport({ service_code: 'general' });
    refused(await post(silent), 400);
  });

  it('comes as multipart/form-data too', async () => {
    const body = new FormData();
    for (const [name, value] of Object.entries(aReport({ api_key: key }))) body.append(name, value);
    const answer = await fetch(`${api.url}${V2}/requests.json`, { method: 'POST', body });
    expect(answer.status).toBe(200);
    const [{ service_request_id: id }] = (await answer.json()) as [{ service_request_id: string }];
    expect(await callOf(id)).toMatchObject({ acceptedCode: 'LC-001' });
  });

  it.each([
    ['lat and long', { lat: '30.5', long: '120.6' }],
    ['address_string', { address_string: '西山社区3幢' }],
    ['address_id', { address_id: '17' }],
  ])('%s is enough of a location', async (_, where) => {
    expect((await post({ service_code: 'LC-001', ...where })).status).toBe(200);
  });

  it('keeps the attributes that are sent, and refuses what those of the service do not allow', async () => {
    const attributes = { 'attribute[contact_by]': 'phone', 'attribute[visit_time]': '2026-12-01T10:00:00+08:00' };
    const id = await reported(api, key, { ...attributes, 'attribute[other]': 'x' });
    expect((await api.get(`/v1/open311-reports/${id}`)).body.details.attributes).toEqual({
      contact_by: 'phone',
      visit_time: '2026-12-01T10:00:00+08:00',
      other: 'x',
    });
    refused(await post(aReport({ 'attribute[contact_by]': 'pigeon' })), 400);
    refused(await post(aReport({ 'attribute[visit_time]': 'soon' })), 400);
    refused(await post(aReport({ 'attribute[other]': 'x'.repeat(501) })), 400);
  });

  it.each([
    ['no location', { lat: '', long: '', address_string: '' }],
    ['half a location', { long: '' }],
    ['a latitude beyond the pole', { lat: '91' }],
    ['a latitude that is no number', { lat: 'north' }],
    ['no service', { service_code: '' }],
    ['an e-mail that is none', { email: 'me' }],
    ['a telephone that is none', { phone: '12' }],
    ['a picture that is no web address', { media_url: 'javascript:alert(1)' }],
    ['a description that is too long', { description: '长'.repeat(4_001) }],
  ])('refuses %s', async (_, fields) => {
    refused(await post(aReport(fields)), 400);
  });

  it('answers 404 for a service that does not exist', async () => {
    refused(await post(aReport({ service_code: 'XX-999' })), 404);
  });

  it('knows a repeat by the client’s own id, in the form or in the header', async () => {
    const once = await reported(api, key, { 'attribute[external_id]': 'e-1' });
    expect(await reported(api, key, { 'attribute[external_id]': 'e-1' })).toBe(once);
    refused(await post(aReport({ 'attribute[external_id]': 'e-1', description: '另一件事' })), 400);
    const [first, again] = await Promise.all([1, 2].map(() => post(aReport(), { 'idempotency-key': 'e-2' })));
    expect(first?.text).toBe(again?.text);
    expect(first?.status).toBe(200);
    const other = await aKey(api);
    expect(await reported(api, other, { 'attribute[external_id]': 'e-1' })).not.toBe(once);
  });
});
