import { TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { requestService } from '../../src/index.js';
import { aKey, ask, raisedFrom, refused, reported, seen, send, V2, xml } from './asking.js';

let api: TestService;
let key: string;

beforeAll(async () => {
  api = await TestService.start(requestService);
  key = await aKey(api);
});
afterAll(() => api.stop());

const UPDATES = `${V2}/servicerequestupdates.xml`;

describe('GET Service Request Updates', () => {
  it('tells every step of the need, the oldest first, in words of the house', async () => {
    const id = await reported(api, key);
    const needId = await raisedFrom(api, id);
    await api.post(`/v1/needs/${needId}/publication`, {});
    await api.post(`/v1/needs/${needId}/cancellation`, { reason: '张三自己修好了' });
    const answer = await ask(api, UPDATES);
    const updates = (xml(answer).service_request_updates?.request_update ?? []).filter(
      (one) => one.service_request_id === id,
    );
    expect(updates.map(({ status, description }) => [status, description])).toEqual([
      ['open', 'Accepted; it is being prepared'],
      ['open', 'Published; volunteers are wanted'],
      ['closed', 'Cancelled'],
    ]);
    expect(new Set(updates.map((update) => update.update_id)).size).toBe(3);
    expect(answer.text).not.toContain('张三');
    expect(xml(await ask(api, `${UPDATES}?end_date=2020-01-01T00:00:00Z`))).toEqual({ service_request_updates: '' });
    refused(await ask(api, `${UPDATES}?start_date=2026-01-01T00:00:00Z&end_date=2026-06-01T00:00:00Z`), 400);
  });
});

describe('POST Service Request Update', () => {
  const update = (fields: Record<string, string>) =>
    send(api, UPDATES, {
      api_key: key,
      update_id: 'u-1',
      status: 'CLOSED',
      updated_datetime: '2026-11-25T10:00:00+08:00',
      description: '来电人说已经修好了',
      ...fields,
    });

  it('is kept for staff, and changes nothing that is shown', async () => {
    const id = await reported(api, key);
    const before = await seen(api, id);
    const [sent] = xml(await update({ service_request_id: id })).service_request_updates?.request_update ?? [];
    expect(sent).toEqual({ update_id: expect.any(String) });
    expect((await api.get(`/v1/open311-reports/${id}`)).body.updates).toMatchObject([
      { externalId: 'u-1', status: 'closed', description: '来电人说已经修好了', updatedAt: '2026-11-25T02:00:00.000Z' },
    ]);
    expect(await seen(api, id)).toEqual(before);
  });

  it('is known by the client’s own id when it comes again', async () => {
    const service_request_id = await reported(api, key);
    const again = () => update({ service_request_id, update_id: 'u-2' });
    expect((await again()).text).toBe((await again()).text);
    expect((await api.get(`/v1/open311-reports/${service_request_id}`)).body.updates).toHaveLength(1);
    refused(await update({ service_request_id, update_id: 'u-2', description: '另一件事' }), 400);
  });

  it('is taken only from who sent the report', async () => {
    const service_request_id = await reported(api, key);
    refused(await update({ service_request_id, api_key: await aKey(api) }), 404);
    refused(await update({ service_request_id, api_key: 'x' }), 403);
    refused(await update({ service_request_id: '17' }), 404);
    refused(await update({ service_request_id, status: 'PENDING' }), 400);
    refused(await update({ service_request_id, update_id: '' }), 400);
  });
});
