import { aName, as, expectBody, TestService, withKey } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mediationService } from '../src/index.js';
import { aCase, aMediator, inMediation } from './examples.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(mediationService);
});
afterAll(() => api.stop());

const deed = (id: string, what: string, body: object = {}, request = {}) =>
  api.post(`/v1/cases/${id}/${what}`, body, request);

describe('what is known of a case', () => {
  it('is nothing to whoever is nothing in it', async () => {
    const { id } = await aCase(api);
    expect((await api.get(`/v1/cases/${id}`, as('resident', aName('stranger-')))).status).toBe(404);
    expect((await api.get(`/v1/cases/${id}`, as('mediator', aName('stranger-')))).status).toBe(404);
    expect((await api.get(`/v1/cases/${id}`, { as: { community: 'nanmen' } })).status).toBe(404);
  });

  it('keeps each party’s data from the other, and every reading on a record that both see', async () => {
    const { id, worker, employer, workerId, employerId, mediator } = await inMediation(api);
    const party = (partyId: string, request: object) => api.get(`/v1/cases/${id}/parties/${partyId}`, request);
    expect(await party(workerId, employer)).toMatchObject({ status: 403, body: { code: 'case-data-not-yours' } });
    expect(expectBody(await party(workerId, worker), 200)).toMatchObject({
      name: '王建国',
      phone: '+8613800138000',
      you: true,
    });
    expect(expectBody(await party(employerId, mediator), 200)).toMatchObject({ name: '李老板' });
    expect(await party(employerId, {})).toMatchObject({ status: 422, body: { code: 'case-reason-wanted' } });
    expectBody(await api.get(`/v1/cases/${id}/parties/${employerId}?reason=核对身份`), 200);
    expect(expectBody(await api.get(`/v1/cases/${id}`), 200)).toMatchObject({ asked: null });
    expect(expectBody(await api.get(`/v1/cases/${id}?reason=抽查`), 200).asked).toContain('工资');
    expect(expectBody(await api.get(`/v1/cases/${id}`, employer), 200).asked).toContain('工资');
    const { items } = expectBody(await api.get(`/v1/cases/${id}/readings`, employer), 200);
    expect(
      items.map((one: { what: string; readAs: string; reason: string }) => [one.what, one.readAs, one.reason]),
    ).toEqual([
      ['case', 'party', null],
      ['case', 'committee', '抽查'],
      ['party', 'committee', '核对身份'],
      ['party', 'mediator', null],
      ['party', 'party', null],
    ]);
    expect((await api.get(`/v1/cases/${id}/history`, employer)).status).toBe(403);
    const history = expectBody(await api.get(`/v1/cases/${id}/history`), 200);
    expect(history.items.map(({ event }: { event: string }) => event)).toEqual([
      ...['CaseReceived', 'ConsentSought', 'ConsentGiven', 'ConsentGiven', 'CaseAccepted'],
      ...['MediatorChosen', 'MediatorChosen', 'MediatorAssigned'],
    ]);
  });

  it('is to a grid worker what they brought, which stands on the record as theirs', async () => {
    const grid = as('supervisor', aName('grid-'));
    const wish = { kind: 'neighbours', asked: '楼上漏水', parties: [{ side: 1, name: '张阿姨' }] };
    const { id } = expectBody(await api.post('/v1/cases', wish, withKey(grid)));
    const { asked, parties } = expectBody(await api.get(`/v1/cases/${id}`, grid), 200);
    expect(asked).toBe('楼上漏水');
    expect(await api.get(`/v1/cases/${id}/parties/${parties[0].id}`, grid)).toMatchObject({ status: 403 });
    const { items } = expectBody(await api.get(`/v1/cases/${id}/readings`, grid), 200);
    expect(items).toMatchObject([{ what: 'case', readAs: 'reporter' }]);
  });

  it('lets nobody of the committee decide in their own case', async () => {
    const { id, employerId } = await aCase(api);
    const own = as('staff', aName('staff-'));
    expectBody(await deed(id, 'parties', { side: 2, name: '也在调委会', accountId: own.as?.subject }));
    const { id: mediatorId } = await aMediator(api);
    for (const [what, body] of [
      ['consent-request', {}],
      ['mediators', { mediatorIds: [mediatorId] }],
      ['termination', { reason: 'no-agreement' }],
      ['closure', {}],
    ] as const) {
      expect(await deed(id, what, body, own)).toMatchObject({ status: 403, body: { code: 'case-data-not-yours' } });
    }
    const other = await api.get(`/v1/cases/${id}/parties/${employerId}?reason=好奇`, own);
    expect(other).toMatchObject({ status: 403, body: { code: 'case-data-not-yours' } });
  });

  it('lists to each what is theirs', async () => {
    const { id, worker, employer, mediator } = await inMediation(api);
    for (const request of [worker, employer, mediator]) {
      const { items } = expectBody(await api.get('/v1/cases', request), 200);
      expect(items.map((one: { id: string }) => one.id)).toEqual([id]);
    }
    expect(expectBody(await api.get('/v1/cases?kind=wages&limit=100'), 200).items.length).toBeGreaterThan(1);
  });
});
