import { create } from '@bufbuild/protobuf';
import {
  AlertStoodDownSchema,
  NeedCompletedSchema,
  NeedFilledSchema,
  NeedUnfilledSchema,
  OfferSource,
  PlacesOf,
  toTimestamp,
} from '@huying/contracts';
import { eventually, TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { requestService } from '../src/index.js';
import {
  asVolunteer,
  checkedIn,
  handedOver,
  held,
  inHours,
  offered,
  offerEnded,
  pathOf,
  placesChanged,
  published,
  serviceRecorded,
  waiting,
} from './examples.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(requestService);
});
afterAll(() => api.stop());

const need = async (id: string) => (await api.get(`/v1/needs/${id}`)).body as Record<string, unknown>;
const awaitNeed = (id: string, expected: object) =>
  eventually(async () => expect(await need(id)).toMatchObject(expected));
const claim = (needId: string, volunteerId: string) => ({ needId, volunteerId, claimId: uuidv7() });

describe('the board', () => {
  it('is of needs: places of a class or an appeal are nothing to it', async () => {
    const needId = await published(api, { places: 2 });
    const others = [PlacesOf.CLASS, PlacesOf.APPEAL].flatMap((of) => [
      { ...held(claim(needId, 'child-1')), of },
      { ...waiting(claim(needId, 'child-2')), of },
      { ...placesChanged(needId, 9), of },
    ]);
    await api.kafka.deliver(...others, held(claim(needId, 'v-1')), waiting(claim(needId, 'v-2')));
    await awaitNeed(needId, { state: 'published', places: 2, board: { held: 1, waiting: 1 } });
  });

  it('counts an offered place neither as held nor as waiting, until it is accepted', async () => {
    const needId = await published(api);
    const [line, staff] = [claim(needId, 'v-1'), claim(needId, 'v-2')];
    await api.kafka.deliver(waiting(line));
    await awaitNeed(needId, { board: { held: 0, waiting: 1 } });
    await api.kafka.deliver(offered(line), offered(staff, OfferSource.STAFF));
    await awaitNeed(needId, { board: { held: 0, waiting: 0 } });
    await api.kafka.deliver(held({ ...line, place: 1 }), offerEnded(staff));
    await awaitNeed(needId, { state: 'published', board: { held: 1, waiting: 0 } });
  });

  it('counts a place as held whose holder is asked again after a move', async () => {
    const needId = await published(api, { places: 1 });
    const holder = claim(needId, 'v-1');
    await api.kafka.deliver(held(holder));
    await awaitNeed(needId, { state: 'filled' });
    await api.kafka.deliver(offered(holder, OfferSource.MOVED), waiting(claim(needId, 'v-2')));
    await awaitNeed(needId, { state: 'filled', board: { held: 1, waiting: 1 } });
  });

  it('stays the same when a place is handed over, and private details go with the place', async () => {
    const needId = await published(api, { places: 1 });
    const [from, to] = [claim(needId, 'v-from'), claim(needId, 'v-to')];
    const seenBy = async (subject: string) =>
      (await api.get(`/v1/needs/${needId}`, asVolunteer(subject))).body.privateDetails as unknown;
    await api.kafka.deliver(held(from), offered(to, OfferSource.HAND_OVER));
    await eventually(async () => expect(await seenBy('v-from')).toBe('3幢2单元501'));
    await awaitNeed(needId, { state: 'filled' });
    expect(await seenBy('v-to')).toBeNull();
    await api.kafka.deliver(handedOver(from, to));
    await eventually(async () => expect(await seenBy('v-to')).toBe('3幢2单元501'));
    expect(await seenBy('v-from')).toBeNull();
    expect(await need(needId)).toMatchObject({ state: 'filled', board: { held: 1, waiting: 0 } });
    expect(await pathOf(api, needId)).toEqual(['draft', 'published', 'filled']);
  });

  it('opens a filled need that gets more places, and fills one that gets fewer', async () => {
    const needId = await published(api, { places: 1 });
    await api.kafka.deliver(held(claim(needId, 'v-1')));
    await awaitNeed(needId, { state: 'filled' });
    await api.kafka.deliver(placesChanged(needId, 3));
    await awaitNeed(needId, { state: 'published', places: 3 });
    await api.kafka.deliver(placesChanged(needId, 1));
    await awaitNeed(needId, { state: 'filled', places: 1 });
    expect(await api.kafka.awaitEmitted(NeedUnfilledSchema, needId)).toMatchObject([{ held: 1 }]);
    expect(await api.kafka.awaitEmitted(NeedFilledSchema, needId, 2)).toHaveLength(2);
    const { body } = await api.get(`/v1/needs/${needId}/history`);
    expect(body.items).toContainEqual(
      expect.objectContaining({ from: 'filled', to: 'filled', by: 'claim-service', reason: 'places: 1 → 3' }),
    );
  });
});

describe('the board of a need that is reopened', () => {
  const again = async (needId: string) => {
    const times = { startsAt: inHours(48), endsAt: inHours(50) };
    const answer = await api.post(`/v1/needs/${needId}/reopening`, { reason: '下周再来一次', ...times });
    expect(answer).toMatchObject({ status: 201, body: { state: 'draft' } });
    return answer.body.board;
  };
  const nothing = { held: 0, waiting: 0, attended: 0, serviceMinutes: 0 };

  it('begins anew, keeps the totals, and is the same to who publishes it and who reads it', async () => {
    const needId = await published(api, { places: 2 });
    const [came, missed] = [claim(needId, 'v-1'), claim(needId, 'v-2')];
    await api.kafka.deliver(held(came), held({ ...missed, place: 2 }), waiting(claim(needId, 'v-3')));
    await awaitNeed(needId, { state: 'filled', board: { held: 2, waiting: 1 } });
    await api.kafka.deliver(checkedIn(came), serviceRecorded(came, 90));
    const before = { held: 2, waiting: 1, attended: 1, serviceMinutes: 90 };
    await awaitNeed(needId, { board: { ...before, attendedInAll: 1, serviceMinutesInAll: 90 } });
    await api.post(`/v1/needs/${needId}/completion`, { reason: 'x' });

    const totals = { attendedInAll: 1, serviceMinutesInAll: 90 };
    expect(await again(needId)).toEqual({ ...nothing, ...totals });
    const answer = await api.post(`/v1/needs/${needId}/publication`, {});
    expect(answer.body.board).toEqual({ ...nothing, ...totals });
    expect((await need(needId)).board).toEqual(answer.body.board);

    await api.kafka.deliver(held(claim(needId, 'v-1')));
    await awaitNeed(needId, { state: 'published', board: { held: 1, attended: 0, ...totals } });
  });

  it('is neither filled nor started by what is heard late of the time before', async () => {
    const needId = await published(api, { places: 1 });
    const [late, missed] = [claim(needId, 'v-1'), claim(needId, 'v-2')];
    await api.kafka.deliver(held(missed));
    await awaitNeed(needId, { state: 'filled' });
    const then = Temporal.Now.instant();
    api.clock.advance({ hours: 25 });
    await api.post(`/v1/needs/${needId}/completion`, { reason: 'x' });
    api.clock.release();
    await again(needId);
    await api.post(`/v1/needs/${needId}/publication`, {});
    const noted = [held({ ...late, at: then }), checkedIn({ ...missed, at: then }), serviceRecorded(missed, 60)];
    await api.kafka.deliver(...noted, waiting(claim(needId, 'v-3')));
    const totals = { attendedInAll: 1, serviceMinutesInAll: 60 };
    await awaitNeed(needId, { state: 'published', board: { ...nothing, waiting: 1, ...totals } });
    expect((await pathOf(api, needId)).slice(-1)).toEqual(['published']);
  });

  it('knows claims that were entered before their time was noted by their check-in', async () => {
    const needId = await published(api, { places: 2 });
    const came = claim(needId, 'v-1');
    await api.kafka.deliver(held(came));
    await awaitNeed(needId, { board: { held: 1 } });
    await api.kafka.deliver(checkedIn(came), serviceRecorded(came, 30));
    await awaitNeed(needId, { board: { serviceMinutes: 30 } });
    await api.service.database.dataSource.query('UPDATE need_board_claims SET since = NULL WHERE need_id = $1', [
      needId,
    ]);
    expect((await need(needId)).board).toMatchObject({ held: 1, attended: 1, serviceMinutes: 30 });
    await api.post(`/v1/needs/${needId}/completion`, { reason: 'x' });
    expect(await again(needId)).toEqual({ ...nothing, attendedInAll: 1, serviceMinutesInAll: 30 });
  });
});

describe('attendance', () => {
  it('counts on the board also when it is heard of before the place', async () => {
    const needId = await published(api);
    const [first, second] = [claim(needId, 'v-1'), claim(needId, 'v-2')];
    await api.kafka.deliver(checkedIn(first), serviceRecorded(first, 90));
    await awaitNeed(needId, { state: 'in-service', board: { attended: 1, serviceMinutes: 90 } });
    await api.kafka.deliver(waiting(first), held({ ...first, place: 1 }), held({ ...second, place: 2 }));
    await awaitNeed(needId, { board: { held: 2, waiting: 0, attended: 1, serviceMinutes: 90 } });
  });
});

describe('an alert', () => {
  it('is never filled, and is done when it is stood down, also before its start', async () => {
    const fields = { urgency: 'emergency', places: undefined, startsAt: inHours(1), endsAt: inHours(9) };
    const needId = await published(api, fields, { dispatch: 'alert' });
    await api.kafka.deliver(held(claim(needId, 'v-1')), held({ ...claim(needId, 'v-2'), place: 2 }));
    await awaitNeed(needId, { state: 'published', board: { held: 2 } });
    const stoodDownAt = toTimestamp(Temporal.Now.instant());
    const stoodDown = create(AlertStoodDownSchema, { needId, communityId: 'xishan', outcome: 'found', stoodDownAt });
    await api.kafka.deliver(stoodDown);
    await awaitNeed(needId, { state: 'completed' });
    const reason = 'stood-down: found';
    expect(await api.kafka.awaitEmitted(NeedCompletedSchema, needId)).toMatchObject([{ reason }]);
    await api.kafka.deliver(stoodDown, placesChanged(needId, 9));
    await awaitNeed(needId, { state: 'completed', places: 9 });
    expect(await pathOf(api, needId)).toEqual(['draft', 'published', 'completed', 'completed']);
  });
});

describe('readings of private details', () => {
  const readings = async (needId: string, query = '') =>
    (await api.get(`/v1/needs/${needId}/readings${query}`)).body as {
      items: { readBy: string; readAs: string; readAt: string }[];
      nextCursor: string | null;
    };
  const readers = async (needId: string) =>
    (await readings(needId)).items.map(({ readBy, readAs }) => `${readBy} ${readAs}`);

  it('are kept, whoever was shown them, and nothing of what they read', async () => {
    const needId = await published(api);
    const before = (await readers(needId)).length;
    await api.kafka.deliver(held(claim(needId, 'v-reader')));
    await eventually(async () => {
      const { body } = await api.get(`/v1/needs/${needId}`, asVolunteer('v-reader'));
      expect(body.privateDetails).toBe('3幢2单元501');
    });
    await api.get(`/v1/needs/${needId}`, asVolunteer('v-other'));
    await api.get(`/v1/needs/${needId}`, { as: { subject: 'staff-9' } });
    expect((await readers(needId)).slice(0, 2)).toEqual(['staff-9 staff', 'v-reader holder']);
    expect(await readers(needId)).toHaveLength(before + 2);
    expect(JSON.stringify(await readings(needId))).not.toContain('单元501');
    const page = await readings(needId, '?limit=1');
    expect(page.items).toHaveLength(1);
    expect((await readings(needId, `?limit=1&cursor=${page.nextCursor}`)).items[0]?.readBy).toBe('v-reader');
  });

  it('are also those of staff who change the need and are answered with it', async () => {
    const needId = await published(api);
    expect(await readers(needId)).toEqual(['staff-1 staff']);
    await api.get('/v1/needs');
    expect(await readers(needId)).toEqual(['staff-1 staff']);
  });

  it('do not exist where there is nothing private', async () => {
    const needId = await published(api, { privateDetails: undefined });
    await api.get(`/v1/needs/${needId}`);
    expect(await readers(needId)).toEqual([]);
  });

  it('are shown to staff of the community only', async () => {
    const needId = await published(api);
    const path = `/v1/needs/${needId}/readings`;
    expect(await api.get(path, asVolunteer('v-1'))).toMatchObject({ status: 403 });
    expect(await api.get(path, { as: { community: 'nanmen' } })).toMatchObject({ status: 404 });
    expect(await api.get(`/v1/needs/${uuidv7()}/readings`)).toMatchObject({ status: 404 });
  });
});
