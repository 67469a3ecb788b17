import { TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { requestService } from '../../src/index.js';
import { aKey, ask, raisedFrom, refused, reported, seen, V2, xml } from './asking.js';

let api: TestService;
let key: string;

beforeAll(async () => {
  api = await TestService.start(requestService);
  key = await aKey(api);
  await aKey(api, 'dongshan');
});
afterAll(() => api.stop());

const find = (query: string) => ask(api, `${V2}/requests.json?jurisdiction_id=xishan&${query}`);
const ids = async (query: string): Promise<string[]> =>
  ((await find(query)).body as { service_request_id: string }[]).map((one) => one.service_request_id);

/** A report that came in at that time. */
async function reportedAt(time: string, fields: Record<string, string> = {}): Promise<string> {
  api.clock.set(time);
  const id = await reported(api, key, fields);
  api.clock.release();
  return id;
}

describe('GET Service Request', () => {
  it('tells what it is about and when an answer is due, in whole seconds of the community', async () => {
    const id = await reportedAt('2026-11-25T02:00:00.700Z');
    expect(await seen(api, id)).toEqual({
      service_request_id: id,
      status: 'open',
      status_notes: 'Received; the community is looking at it',
      service_name: 'Household appliance repair',
      service_code: 'LC-001',
      description: null,
      agency_responsible: 'xishan',
      service_notice: null,
      requested_datetime: '2026-11-25T10:00:00+08:00',
      updated_datetime: '2026-11-25T10:00:00+08:00',
      expected_datetime: '2026-11-26T10:00:00+08:00',
      address: '西山社区3幢',
      address_id: null,
      zipcode: null,
      lat: 30.526,
      long: 120.681,
      media_url: null,
    });
  });

  it('shows nobody who it was, the door, or what they wrote', async () => {
    const id = await reported(api, key, { media_url: 'https://example.org/picture.jpg', account_id: 'a-17' });
    const { text } = await ask(api, `${V2}/requests/${id}.xml?jurisdiction_id=xishan`);
    for (const personal of ['张', '13800138000', 'zhang@', '501', '电饭煲', 'picture', 'a-17', '30.5257']) {
      expect(text).not.toContain(personal);
    }
  });

  it('follows the need that staff raise of it; its title is told once it is published', async () => {
    const id = await reported(api, key);
    const needId = await raisedFrom(api, id);
    expect(await seen(api, id)).toMatchObject({ status: 'open', description: null });
    await api.post(`/v1/needs/${needId}/publication`, {});
    expect(await seen(api, id, { 'accept-language': 'zh-CN' })).toMatchObject({
      ...{ status: 'open', status_notes: '已发布,正在招募志愿者', description: '帮独居老人修电饭煲' },
      service_name: '家电维修',
    });
    await api.post(`/v1/needs/${needId}/cancellation`, { reason: '张三自己修好了' });
    expect(await seen(api, id)).toMatchObject({ status: 'closed', status_notes: 'Cancelled' });
  });

  it('is 404 for one that does not exist, or is another community’s', async () => {
    const id = await reported(api, key);
    refused(await ask(api, `${V2}/requests/${id}.xml?jurisdiction_id=dongshan`), 404);
    refused(await ask(api, `${V2}/requests/17.xml?jurisdiction_id=xishan`), 404);
  });

  it('gives the id for a token, which is the same', async () => {
    const id = await reported(api, key);
    const answer = await ask(api, `${V2}/tokens/${id}.xml?jurisdiction_id=xishan`);
    expect(xml(answer).service_requests?.request).toEqual([{ service_request_id: id, token: id }]);
    refused(
      await ask(
        api,
        `${V2}/tokens/${id.replace(/.$/, (last) => (last === '0' ? '1' : '0'))}.xml?jurisdiction_id=xishan`,
      ),
      404,
    );
  });
});

describe('GET Service Requests', () => {
  it('is an empty list where there is nothing', async () => {
    const query = `${V2}/requests.xml?jurisdiction_id=dongshan`;
    const answer = await ask(api, query);
    expect(answer).toMatchObject({ status: 200 });
    expect(xml(answer)).toEqual({ service_requests: '' });
    expect((await ask(api, query.replace('.xml', '.json'))).text).toBe('[]');
  });

  it('asked for ids gives those, whatever else is asked', async () => {
    const [one, other] = [await reported(api, key), await reportedAt('2026-01-01T00:00:00Z')];
    const query = `service_request_id=${one},${other}, 17&service_code=XX&status=nonsense&start_date=never`;
    expect((await ids(query)).sort()).toEqual([one, other].sort());
    expect(
      refused(await ask(api, `${V2}/requests.xml?jurisdiction_id=xishan&service_request_id=${'1,'.repeat(101)}`), 400),
    ).toHaveLength(1);
  });

  it('filters by service and by status, several at once', async () => {
    const [lift, noise] = [
      await reported(api, key, { service_code: 'GS-002' }),
      await reported(api, key, { service_code: 'LC-021' }),
    ];
    expect(await ids('service_code=GS-002')).toEqual([lift]);
    expect((await ids('service_code=GS-002,LC-021')).sort()).toEqual([lift, noise].sort());
    const needId = await raisedFrom(api, lift, { catalogueItemCode: 'GS-002' });
    await api.post(`/v1/needs/${needId}/cancellation`, { reason: '重复' });
    expect(await ids('service_code=GS-002,LC-021&status=closed')).toEqual([lift]);
    expect(await ids('service_code=GS-002,LC-021&status=open')).toEqual([noise]);
    expect((await ids('service_code=GS-002,LC-021&status=open,closed')).length).toBe(2);
    refused(await ask(api, `${V2}/requests.xml?jurisdiction_id=xishan&status=pending`), 400);
  });

  it('looks at 90 days: from the start, to the end, or the last', async () => {
    const [march, may] = [
      await reportedAt('2026-03-01T00:00:00Z', { service_code: 'CP-001' }),
      await reportedAt('2026-05-01T00:00:00Z', { service_code: 'CP-001' }),
    ];
    const between = (window: string) => ids(`service_code=CP-001&${window}`);
    expect(await between('start_date=2026-02-01T00:00:00Z')).toEqual([may, march]);
    expect(await between('start_date=2026-03-01T08:00:01%2B08:00')).toEqual([may]);
    expect(await between('start_date=2026-03-01T08:00:01+08:00')).toEqual([may]);
    expect(await between('end_date=2026-04-01T00:00:00Z')).toEqual([march]);
    expect(await between('start_date=2026-03-01T00:00:00Z&end_date=2026-03-01T00:00:00Z')).toEqual([march]);
    api.clock.set('2026-06-15T00:00:00Z');
    expect(await between('')).toEqual([may]);
    api.clock.release();
  });

  it.each([
    ['91 days', 'start_date=2026-01-01T00:00:00Z&end_date=2026-04-02T00:00:01Z'],
    ['an end before the start', 'start_date=2026-02-01T00:00:00Z&end_date=2026-01-01T00:00:00Z'],
    ['a date without a zone', 'start_date=2026-01-01T00:00:00'],
    ['no date', 'end_date=yesterday'],
  ])('refuses %s', async (_, window) => {
    refused(await ask(api, `${V2}/requests.xml?jurisdiction_id=xishan&${window}`), 400);
  });
});
