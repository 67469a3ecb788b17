import {
  BookingCancelledSchema,
  BookingMissedSchema,
  KeyHandedOutSchema,
  KeyReturnedSchema,
  NeedAroseSchema,
  VenueBookedSchema,
  VenueOpenedSchema,
} from '@huying/contracts';
import { Database } from '@huying/database';
import { aName, as, type Body, expectBody, runNow, TestService, withKey } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { organizationService } from '../src/index.js';
import { openClass } from './classes.examples.js';
import { accepted, at, aVenue, inDays, opened, reason } from './examples.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(organizationService);
});
afterAll(() => api.stop());

const resident = as('resident', 'r-1');
const wish = (venueId: string, from: string, until: string, fields: object = {}) => ({
  ...{ venueId, startsAt: at(inDays(3), from), endsAt: at(inDays(3), until) },
  ...{ people: 10, purpose: '楼道议事', ...fields },
});
const book = (body: object, request = resident) => api.post('/v1/bookings', body, withKey(request));

/** As an app asks in a rush: a connection of its own, and again with the same key while there is no answer, or the service too busy. */
async function rush(token: string, body: object): Promise<{ status: number; body: Body }> {
  const key = uuidv7();
  for (;;) {
    const answer = await new Promise<{ status: number; body: Body } | undefined>((resolve, reject) => {
      const sent = request(`${api.url}/v1/bookings`, {
        method: 'POST',
        agent: false,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
      });
      sent
        .once('error', () => resolve(undefined))
        .once('response', (response) => {
          text(response).then((read) => resolve({ status: response.statusCode ?? 0, body: JSON.parse(read) }), reject);
        });
      sent.end(JSON.stringify(body));
    });
    if (answer && answer.status !== 503) return answer;
  }
}

const bookOne = async (venueId: string, from = '10:00', until = '11:00', request = resident): Promise<Body> =>
  expectBody(await book(wish(venueId, from, until), request)).items[0];

describe('booking a venue', () => {
  it('keeps it for whoever booked, and tells everybody that it is taken', async () => {
    const { id } = await opened(api);
    expect(await api.kafka.awaitEmitted(VenueOpenedSchema, id)).toHaveLength(1);
    const booking = await bookOne(id);
    expect(booking).toMatchObject({ state: 'booked', venueId: id, bookedBy: 'r-1' });
    const [event] = await api.kafka.awaitEmitted(VenueBookedSchema, booking.id);
    expect(event).toMatchObject({ venueId: id, people: 10, bookedBy: 'r-1' });
    expect(await book(wish(id, '10:30', '11:30'), as('resident', 'r-2'))).toMatchObject({
      status: 409,
      body: { code: 'booking-taken', detail: expect.stringContaining(inDays(3)) },
    });
    await bookOne(id, '11:00', '12:00', as('resident', 'r-2'));
    const own = expectBody(await api.get(`/v1/bookings?venueId=${id}`, resident), 200);
    expect(own.items).toMatchObject([{ id: booking.id }]);
    expect(expectBody(await api.get(`/v1/bookings?venueId=${id}`), 200).items).toHaveLength(2);
  });

  it('gives a time to one of a thousand who want it at once', async () => {
    const { id } = await opened(api, { capacity: 200 });
    // Times of half an hour at every quarter between ten and noon: at most four of them fit.
    const start = Temporal.Instant.from(at(inDays(4), '10:00'));
    const tokens = await Promise.all(
      Array.from({ length: 20 }, (_, one) => api.issuer.token(as('resident', `r-${one}`).as)),
    );
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, (_, index) => {
        const startsAt = start.add({ minutes: 15 * (index % 7) });
        const times = { startsAt: startsAt.toString(), endsAt: startsAt.add({ minutes: 30 }).toString() };
        return rush(tokens[index % 20] ?? '', { venueId: id, ...times, people: 1, purpose: '抢约' });
      }),
    );
    const booked = answers.filter(({ status }) => status === 201);
    expect(answers.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
    expect(new Set(answers.filter(({ status }) => status === 409).map(({ body }) => body.code))).toEqual(
      new Set(['booking-taken']),
    );
    const times = booked.map(
      ({ body }) => [Date.parse(body.items[0].startsAt), Date.parse(body.items[0].endsAt)] as const,
    );
    times.sort(([a], [b]) => a - b);
    expect(times.length).toBeGreaterThanOrEqual(2);
    expect(times.every(([from], index) => index === 0 || times[index - 1]![1] <= from)).toBe(true);
  });

  it('is kept apart by the database itself, whoever writes', async () => {
    const { id } = await opened(api);
    await bookOne(id);
    const copy = api.service.app.get(Database, { strict: false }).read.query(
      `INSERT INTO bookings SELECT gen_random_uuid(), community_id, version, state, venue_id, starts_at + interval '30 minutes',
         ends_at + interval '30 minutes', people, purpose, organization_id, series_id, booked_by, booked_at
       FROM bookings WHERE venue_id = '${id}'`,
    );
    await expect(copy).rejects.toMatchObject({ driverError: { code: '23P01', constraint: 'bookings_apart' } });
  });

  it.each<[string, object, string, number]>([
    [
      'across midnight',
      { startsAt: at(inDays(3), '20:00'), endsAt: at(inDays(4), '01:00') },
      'booking-across-midnight',
      422,
    ],
    ['in the past', { startsAt: at(inDays(-1), '10:00'), endsAt: at(inDays(-1), '11:00') }, 'booking-in-the-past', 422],
    ['with its end before its start', { endsAt: at(inDays(3), '09:00') }, 'booking-ends-before-start', 422],
    ['outside its hours', { endsAt: at(inDays(3), '21:30') }, 'booking-outside-hours', 422],
    ['for more people than it holds', { people: 61 }, 'booking-too-many-people', 422],
    ['too far ahead', { startsAt: at(inDays(200), '10:00'), endsAt: at(inDays(200), '11:00') }, 'booking-too-far', 422],
    ['by a rule that nobody can read', { recurrence: 'sometimes' }, 'booking-recurrence-unreadable', 422],
    ['by a rule without end', { recurrence: 'FREQ=DAILY' }, 'booking-recurs-too-often', 422],
    ['for an organisation that one does not act for', { organizationId: 'own' }, 'booking-unknown-organization', 422],
  ])('is refused %s', async (_, fields, code, status) => {
    const { id } = await opened(api);
    const organizationId =
      'organizationId' in fields ? (await accepted(api, { accountId: aName('org-') })).id : undefined;
    expect(await book({ ...wish(id, '10:00', '11:00'), ...fields, organizationId })).toMatchObject({
      status,
      body: { code },
    });
  });

  it('is refused on a day that is an exception, and on a holiday if it is shut then', async () => {
    const exceptions = [{ on: inDays(3), reason: '大扫除' }];
    const shut = await opened(api, { exceptions });
    expect(await book(wish(shut.id, '10:00', '11:00'))).toMatchObject({
      status: 422,
      body: { code: 'booking-venue-shut' },
    });
    const short = await opened(api, { exceptions: [{ on: inDays(3), from: '14:00', until: '16:00', reason: '半天' }] });
    expect(await book(wish(short.id, '10:00', '11:00'))).toMatchObject({ body: { code: 'booking-outside-hours' } });
    await bookOne(short.id, '14:00', '16:00');
  });

  it('is for whom the venue is for', async () => {
    const { id } = await opened(api, { bookableBy: ['organizations'] });
    expect(await book(wish(id, '10:00', '11:00'))).toMatchObject({
      status: 403,
      body: { code: 'booking-not-for-you' },
    });
    const account = aName('org-');
    const { id: organizationId } = await accepted(api, { accountId: account });
    const own = as('organisation', account);
    const { items } = expectBody(await book(wish(id, '10:00', '11:00', { organizationId }), own));
    expect(items[0]).toMatchObject({ organizationId });
    expect(expectBody(await api.get('/v1/bookings', own), 200).items).toHaveLength(1);
    await bookOne(id, '12:00', '13:00', { as: { role: 'staff' } });
  });

  it('takes a key, for it does harm twice', async () => {
    const { id } = await opened(api);
    expect((await api.post('/v1/bookings', wish(id, '10:00', '11:00'), resident)).status).toBe(400);
    const keyed = withKey(resident);
    const [first, second] = [
      await api.post('/v1/bookings', wish(id, '10:00', '11:00'), keyed),
      await api.post('/v1/bookings', wish(id, '10:00', '11:00'), keyed),
    ];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
  });
});

describe('a series of bookings', () => {
  const series = (id: string, fields: object = {}) =>
    book(wish(id, '09:00', '10:00', { recurrence: 'FREQ=DAILY;COUNT=4', ...fields }));

  it('is made whole or not at all', async () => {
    const { id } = await opened(api);
    const taken = { startsAt: at(inDays(5), '09:30'), endsAt: at(inDays(5), '10:30') };
    expectBody(await book(wish(id, '09:30', '10:30', taken), as('resident', 'r-2')));
    expect(await series(id)).toMatchObject({ status: 409, body: { code: 'booking-taken' } });
    expect(expectBody(await api.get(`/v1/bookings?venueId=${id}`), 200).items).toHaveLength(1);
  });

  it('leaves out the days on which it cannot be, if asked', async () => {
    const { id } = await opened(api, { exceptions: [{ on: inDays(4), reason: '维修' }] });
    const taken = { startsAt: at(inDays(5), '09:30'), endsAt: at(inDays(5), '10:30') };
    expectBody(await book(wish(id, '09:30', '10:30', taken), as('resident', 'r-2')));
    const { items, skipped } = expectBody(await series(id, { skip: true }));
    expect(items.map(({ startsAt }: { startsAt: string }) => startsAt)).toEqual(
      [at(inDays(3), '09:00'), at(inDays(6), '09:00')].map((time) =>
        Temporal.Instant.from(time).toString({ smallestUnit: 'millisecond' }),
      ),
    );
    expect(skipped.map(({ code }: { code: string }) => code)).toEqual(['booking-venue-shut', 'booking-taken']);
    const bySeries = expectBody(await api.get(`/v1/bookings?seriesId=${items[0].seriesId}`), 200);
    expect(bySeries.items).toHaveLength(2);
  });

  it('is cancelled together as far as it is still to come, by whose it is', async () => {
    const { id } = await opened(api);
    const { items } = expectBody(await series(id));
    const [first, second] = items as [Body, Body];
    const cancel = (request = resident, seriesId = first.seriesId as string) =>
      api.post(`/v1/bookings/series/${seriesId}/cancellation`, reason, request);
    expect(await cancel(as('resident', 'r-2'))).toMatchObject({ status: 403, body: { code: 'not-yours' } });
    expect((await cancel(resident, uuidv7())).status).toBe(404);
    api.clock.set(second.startsAt);
    const cancelled = expectBody(await cancel()).items as Body[];
    expect(await cancel()).toMatchObject({ status: 409, body: { code: 'booking-series-over' } });
    api.clock.release();
    expect(cancelled.map((one) => [one.id, one.state])).toEqual(
      (items as Body[]).slice(2).map((one) => [one.id, 'cancelled']),
    );
    for (const one of cancelled) await api.kafka.awaitEmitted(BookingCancelledSchema, one.id);
    expect(expectBody(await api.get(`/v1/bookings/${first.id}`, resident), 200)).toMatchObject({ state: 'booked' });
    expect((await api.get(`/v1/bookings/${first.id}`, as('resident', 'r-2'))).status).toBe(404);
  });

  it('is nothing if no day is free', async () => {
    const { id } = await opened(api, {
      exceptions: [3, 4, 5, 6].map((days) => ({ on: inDays(days), reason: '维修' })),
    });
    expect(await series(id, { skip: true })).toMatchObject({ status: 409, body: { code: 'booking-nothing-free' } });
  });
});

describe('a booking', () => {
  it('is cancelled by whoever booked, and the time is free again', async () => {
    const { id } = await opened(api);
    const booking = await bookOne(id);
    const cancel = (request = resident) => api.post(`/v1/bookings/${booking.id}/cancellation`, reason, request);
    expect(await cancel(as('resident', 'r-2'))).toMatchObject({ status: 403, body: { code: 'not-yours' } });
    expect(expectBody(await cancel())).toMatchObject({ state: 'cancelled' });
    await api.kafka.awaitEmitted(BookingCancelledSchema, booking.id);
    expect(await cancel()).toMatchObject({ status: 409, body: { code: 'booking-wrong-state' } });
    await bookOne(id, '10:00', '11:00', as('resident', 'r-2'));
  });

  it('of a class is not taken from beneath its session', async () => {
    const { id, sessions } = await openClass(api);
    const { items } = expectBody(await api.get(`/v1/bookings?seriesId=${id}`), 200);
    for (const what of [items[0].id as string, `series/${id}`]) {
      expect(await api.post(`/v1/bookings/${what}/cancellation`, reason)).toMatchObject({
        status: 409,
        body: { code: 'booking-of-a-class' },
      });
    }
    expectBody(await api.post(`/v1/class-sessions/${sessions[0].id}/cancellation`, reason));
    expect(expectBody(await api.get(`/v1/bookings/${items[0].id}`), 200)).toMatchObject({ state: 'cancelled' });
  });

  it('begins with the key and ends when it is back', async () => {
    const { id } = await opened(api);
    const booking = await bookOne(id);
    const key = () => api.post(`/v1/bookings/${booking.id}/key`, {});
    expect(await key()).toMatchObject({ status: 409, body: { code: 'booking-too-early-for-key' } });
    api.clock.set(Temporal.Instant.from(booking.startsAt).subtract({ minutes: 30 }));
    expect(expectBody(await key())).toMatchObject({ state: 'in-use' });
    api.clock.set(Temporal.Instant.from(booking.startsAt).add({ minutes: 40 }));
    await runNow(api, 'miss-bookings');
    expect(expectBody(await api.post(`/v1/bookings/${booking.id}/key-return`, {}))).toMatchObject({ state: 'ended' });
    api.clock.release();
    await api.kafka.awaitEmitted(KeyHandedOutSchema, booking.id);
    await api.kafka.awaitEmitted(KeyReturnedSchema, booking.id);
  });

  it('is not cancelled once it has begun, and gets no key once it is over', async () => {
    const { id } = await opened(api);
    const booking = await bookOne(id);
    api.clock.set(Temporal.Instant.from(booking.startsAt).add({ minutes: 5 }));
    const cancelled = await api.post(`/v1/bookings/${booking.id}/cancellation`, reason, resident);
    api.clock.set(Temporal.Instant.from(booking.endsAt).add({ minutes: 1 }));
    const key = await api.post(`/v1/bookings/${booking.id}/key`, {});
    api.clock.release();
    expect(cancelled).toMatchObject({ status: 409, body: { code: 'booking-started' } });
    expect(key).toMatchObject({ status: 409, body: { code: 'booking-over' } });
  });

  it('is missed when nobody comes, and the rest of the time is free', async () => {
    const { id } = await opened(api);
    const booking = await bookOne(id);
    api.clock.set(Temporal.Instant.from(booking.startsAt).add({ minutes: 31 }));
    try {
      await runNow(api, 'miss-bookings');
      await api.kafka.awaitEmitted(BookingMissedSchema, booking.id);
      await bookOne(id, '10:40', '11:00', as('resident', 'r-2'));
    } finally {
      api.clock.release();
    }
  });
});

describe('a venue', () => {
  it('has a calendar that apps can read, without telling who', async () => {
    const { id, name } = await opened(api);
    const booking = await bookOne(id);
    const answer = await api.get(`/v1/venues/${id}/calendar.ics`, as('resident', 'r-2'));
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const utc = Temporal.Instant.from(booking.startsAt).toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '');
    expect(answer.text).toMatch(/^BEGIN:VCALENDAR\r\n/);
    for (const line of [`UID:${booking.id}`, `DTSTART:${utc}`, `X-WR-CALNAME:${name}`])
      expect(answer.text).toContain(line);
    expect(answer.text).not.toContain('r-1');
    expect((await api.get(`/v1/venues/${id}/calendar.ics`, { as: { community: 'nanmen' } })).status).toBe(404);
  });

  it('has addresses for calendar apps, which send no token: each its own, until it is revoked', async () => {
    const { id } = await opened(api);
    const booking = await bookOne(id);
    const subscribe = (request = resident) => api.post(`/v1/venues/${id}/calendar-feeds`, {}, request);
    const feed = expectBody(await subscribe());
    const read = (path: string) => api.get(path, { authorization: null });
    const answer = await read(feed.address);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8']);
    expect(answer.text).toContain(`UID:${booking.id}`);
    expect(answer.text).not.toContain('r-1');
    const [path, query] = (feed.address as string).split('?') as [string, string];
    expect(query).toMatch(/^key=[\w-]{43}$/);
    for (const [wrong, status] of [
      [path, 422],
      [`${path}?key=x`, 404],
      [path.replace(feed.id, uuidv7()) + '?' + query, 404],
    ])
      expect((await read(wrong as string)).status).toBe(status);
    const rows = await api.service.app
      .get(Database, { strict: false })
      .read.query<object[]>(`SELECT * FROM calendar_feeds WHERE id = '${feed.id}'`);
    expect(JSON.stringify(rows)).not.toContain(query.slice(4));

    const list = async (request = resident) =>
      (expectBody(await api.get(`/v1/venues/${id}/calendar-feeds`, request), 200).items as Body[]).map((one) => one.id);
    expect([await list(), await list(as('resident', 'r-2'))]).toEqual([[feed.id], []]);
    const revoke = async (request = resident) =>
      (await api.request('DELETE', `/v1/venues/${id}/calendar-feeds/${feed.id}`, request)).status;
    expect([await revoke(as('resident', 'r-2')), await revoke(), await revoke()]).toEqual([404, 204, 404]);
    expect((await read(feed.address)).status).toBe(404);
    for (let count = 0; count < 10; count++) expectBody(await subscribe());
    expect(await subscribe()).toMatchObject({ status: 409, body: { code: 'calendar-feed-too-many' } });
    expect((await subscribe({ as: { role: 'resident', community: 'nanmen' } } as never)).status).toBe(404);
  });

  it('is changed by who has read it, and closed when nothing is booked', async () => {
    const venue = aVenue();
    const { id } = expectBody(await api.post('/v1/venues', venue));
    const change = (etag: string) =>
      api.request('PUT', `/v1/venues/${id}`, { headers: { 'if-match': etag }, body: { ...venue, capacity: 5 } });
    const { headers } = await api.get(`/v1/venues/${id}`);
    expect(expectBody(await change(headers.get('etag') ?? ''), 200)).toMatchObject({ capacity: 5 });
    expect((await change(headers.get('etag') ?? '')).status).toBe(412);
    const booking = expectBody(await book(wish(id, '10:00', '11:00', { people: 5 }))).items[0];
    expect(await api.post(`/v1/venues/${id}/closure`, reason)).toMatchObject({
      status: 409,
      body: { code: 'venue-bookings-ahead' },
    });
    await api.post(`/v1/bookings/${booking.id}/cancellation`, reason);
    expect(expectBody(await api.post(`/v1/venues/${id}/closure`, reason))).toMatchObject({ state: 'closed' });
    expect(await book(wish(id, '10:00', '11:00', { people: 5 }))).toMatchObject({
      status: 409,
      body: { code: 'venue-wrong-state' },
    });
  });

  it.each<[string, object, string]>([
    [
      'hours that end before they begin',
      { hours: [{ weekday: 1, from: '12:00', until: '09:00' }] },
      'venue-hours-upside-down',
    ],
    [
      'hours that overlap',
      {
        hours: [
          { weekday: 1, from: '09:00', until: '12:00' },
          { weekday: 1, from: '11:00', until: '13:00' },
        ],
      },
      'venue-hours-upside-down',
    ],
    [
      'an exception with half its hours',
      { exceptions: [{ on: '2027-01-01', from: '09:00', reason: 'x' }] },
      'venue-hours-upside-down',
    ],
    [
      'two exceptions for one day',
      { exceptions: [1, 2].map(() => ({ on: '2027-01-01', reason: 'x' })) },
      'venue-exception-twice',
    ],
  ])('is not opened with %s', async (_, fields, code) => {
    expect(await api.post('/v1/venues', aVenue(fields))).toMatchObject({ status: 422, body: { code } });
  });

  it('hears needs, which the request service raises with the venue on them', async () => {
    const { id, name } = await opened(api);
    const need = {
      catalogueItemCode: 'SG-020',
      title: '想学手机视频',
      startsAt: at(inDays(5), '10:00'),
      endsAt: at(inDays(5), '12:00'),
    };
    const { needId } = expectBody(await api.post(`/v1/venues/${id}/needs`, need, withKey(resident)), 202);
    const [event] = await api.kafka.awaitEmitted(NeedAroseSchema, needId);
    expect(event).toMatchObject({
      ...{ origin: { kind: 'venue', id }, title: '想学手机视频', publish: false, aroseBy: 'r-1' },
      location: { name, building: '3幢' },
    });
    const late = { ...need, startsAt: at(inDays(-1), '10:00'), endsAt: at(inDays(-1), '12:00') };
    expect(await api.post(`/v1/venues/${id}/needs`, late, withKey(resident))).toMatchObject({
      body: { code: 'time-in-the-past' },
    });
    const unknown = { ...need, catalogueItemCode: 'SG-999' };
    expect(await api.post(`/v1/venues/${id}/needs`, unknown, withKey(resident))).toMatchObject({
      status: 422,
      body: { code: 'arising-need-unknown-item' },
    });
  });

  it('has a name of its own among those that are open', async () => {
    const { name } = await opened(api);
    expect(await api.post('/v1/venues', aVenue({ name }))).toMatchObject({
      status: 409,
      body: { code: 'venue-name-taken' },
    });
  });

  it.each<[string, object, string]>([
    ['ends before it starts', { endsAt: at(inDays(5), '09:00') }, 'time-ends-before-start'],
    ['lasts longer than a day', { endsAt: at(inDays(6), '11:00') }, 'time-too-long'],
  ])('does not hear a need that %s', async (_, fields, code) => {
    const { id } = await opened(api);
    const need = { catalogueItemCode: 'SG-020', title: '想学手机视频', ...fields };
    const times = { startsAt: at(inDays(5), '10:00'), ...need };
    expect(await api.post(`/v1/venues/${id}/needs`, times, withKey(resident))).toMatchObject({
      status: 422,
      body: { code },
    });
  });

  it('is nobody’s in another community', async () => {
    const { id } = await opened(api);
    const elsewhere = { as: { role: 'resident', community: 'nanmen' } } as const;
    expect((await api.get(`/v1/venues/${id}`, elsewhere)).status).toBe(404);
    expect((await book(wish(id, '10:00', '11:00'), elsewhere)).status).toBe(404);
  });
});
