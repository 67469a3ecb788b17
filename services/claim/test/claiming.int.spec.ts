import { create } from '@bufbuild/protobuf';
import {
  Audience,
  NeedCancelledSchema,
  NeedCompletedSchema,
  PlaceHeldSchema,
  PlaceReleasedSchema,
  toTimestamp,
  WaitingListJoinedSchema,
  WaitingListLeftSchema,
  type NeedPublished,
} from '@huying/contracts';
import { eventually, TestService, type TestAnswer } from '@huying/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { claimService } from '../src/index.js';
import { aNeed, Claiming, hours, volunteers } from './support.js';

let claims: TestService;
let claiming: Claiming;

beforeAll(async () => {
  claims = await TestService.start(claimService);
  claiming = new Claiming(claims);
});

afterEach(() => claiming.ensureSound());
afterAll(() => claims.stop());

const known = (people: readonly string[]) => claiming.known(people);
const published = (need: NeedPublished) => claiming.published(need);
const claim = (needId: string, subject: string, key?: string): Promise<TestAnswer> =>
  claiming.claim(needId, subject, key);

describe('a rush for few places', () => {
  it('gives every place once, lets the others wait in order, and replays repeated requests', async () => {
    const people = volunteers(60);
    await known(people);
    const needId = await published(aNeed({ places: 5 }));
    await claim(needId, people.at(-1)!);

    const keys = people.map(() => uuidv7());
    const answers = await Promise.all(people.slice(0, -1).map((id, index) => claim(needId, id, keys[index])));

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 202]));
    const held = answers.filter(({ status }) => status === 201);
    const waiting = answers.filter(({ status }) => status === 202);
    expect(held).toHaveLength(4);
    expect(new Set(held.map(({ body }) => body.place)).size).toBe(4);
    expect(waiting.map(({ body }) => body.position as number).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 55 }, (_, index) => index + 1),
    );

    const again = await Promise.all(people.slice(0, 10).map((id, index) => claim(needId, id, keys[index])));
    expect(again.map(({ status, body }) => ({ status, body }))).toEqual(
      answers.slice(0, 10).map(({ status, body }) => ({ status, body })),
    );

    const { body: places } = await claims.get(`/v1/needs/${needId}/places`);
    expect(places).toMatchObject({ places: 5, held: 5, waiting: 55 });
    expect(await claims.kafka.awaitEmitted(PlaceHeldSchema, needId, 5)).toHaveLength(5);
    expect(await claims.kafka.awaitEmitted(WaitingListJoinedSchema, needId, 55)).toHaveLength(55);
  });
});

describe('giving a place back', () => {
  it('moves the first in line up, and the old key still gets the old outcome', async () => {
    const [first, second, third] = volunteers(3) as [string, string, string];
    await known([first, second, third]);
    const needId = await published(aNeed({ places: 1 }));
    await claim(needId, first);
    await claim(needId, second);
    const key = uuidv7();
    const waiting = await claim(needId, third, key);
    expect(waiting.status).toBe(202);
    const mine = await claims.get(`/v1/claims?volunteerId=${first}`, { as: { role: 'volunteer', subject: first } });

    const released = await claims.request('DELETE', `/v1/claims/${mine.body.items[0].id}`, {
      as: { role: 'volunteer', subject: first },
    });

    expect(released).toMatchObject({ status: 200, body: { state: 'ended', endReason: 'volunteer' } });
    const promoted = await claims.get(`/v1/claims`, { as: { role: 'volunteer', subject: second } });
    expect(promoted.body.items[0]).toMatchObject({ state: 'held', place: 1 });
    const moved = await claims.get(`/v1/claims/${waiting.body.id}`, { as: { role: 'volunteer', subject: third } });
    expect(moved.body).toMatchObject({ state: 'waiting', position: 1 });
    expect((await claim(needId, third, key)).body).toMatchObject({
      id: waiting.body.id,
      state: 'waiting',
      position: 2,
    });
    expect(await claims.kafka.awaitEmitted(PlaceReleasedSchema, needId)).toHaveLength(1);
  });

  it('is too late for the volunteer after the time for it, and takes a reason of staff', async () => {
    const [person] = volunteers(1) as [string];
    await known([person]);
    const needId = await published(aNeed({ releaseUntil: toTimestamp(hours(-0.5)) }));
    const held = await claim(needId, person);
    const path = `/v1/claims/${held.body.id}`;
    const late = await claims.request('DELETE', path, { as: { role: 'volunteer', subject: person } });
    expect(late).toMatchObject({ status: 409, body: { code: 'release-closed' } });
    expect(await claims.request('DELETE', path)).toMatchObject({ status: 409, body: { code: 'release-closed' } });
    expect(await claiming.staff('POST', `${path}/release`, {})).toMatchObject({ status: 422 });
    const byStaff = await claiming.staff('POST', `${path}/release`, { reason: '生病' });
    expect(byStaff).toMatchObject({ status: 200, body: { endReason: 'staff' } });
  });
});

describe('a claim is refused', () => {
  const refusedFor = async (need: NeedPublished, person: string): Promise<TestAnswer> => {
    const needId = await published(need);
    return claim(needId, person);
  };

  it.each([
    ['not-open-yet', { opensAt: toTimestamp(hours(1)) }, 409],
    ['need-closed', { opensAt: toTimestamp(hours(-2)), closesAt: toTimestamp(hours(-1)) }, 409],
    ['skill-missing', { requirements: { skills: ['first-aid'], minimumAge: 0 } as never }, 403],
    ['too-young', { requirements: { skills: [], minimumAge: 60 } as never }, 403],
    ['not-in-group', { groupIds: [uuidv7()], audience: Audience.GROUPS }, 403],
  ] as const)('with %s', async (code, fields, status) => {
    const [person] = volunteers(1) as [string];
    await known([person]);
    expect(await refusedFor(aNeed(fields as never), person)).toMatchObject({ status, body: { code } });
  });

  it('with need-full when there is no waiting list, and already-in for whoever is in', async () => {
    const [first, second] = volunteers(2) as [string, string];
    await known([first, second]);
    const needId = await published(aNeed({ places: 1, waitingList: false }));
    expect((await claim(needId, first)).status).toBe(201);
    expect((await claim(needId, first)).body).toMatchObject({ code: 'already-in' });
    expect((await claim(needId, second)).body).toMatchObject({ code: 'need-full' });
  });

  it('with time-clash for whoever holds a place elsewhere at that time', async () => {
    const [person] = volunteers(1) as [string];
    await known([person]);
    const one = await published(aNeed());
    const other = await published(aNeed({ startsAt: toTimestamp(hours(25)), endsAt: toTimestamp(hours(27)) }));
    expect((await claim(one, person)).status).toBe(201);
    expect(await claim(other, person)).toMatchObject({ status: 409, body: { code: 'time-clash' } });
  });

  it('without a key, for a need that nobody has published, for a person who is no volunteer', async () => {
    const needId = await published(aNeed());
    const as = { role: 'volunteer', subject: 'v-nobody' } as const;
    const withoutKey = await claims.request('POST', `/v1/needs/${needId}/claims`, { as });
    expect(withoutKey).toMatchObject({ status: 400, body: { code: 'idempotency-key-required' } });
    expect(await claim(uuidv7(), 'v-nobody')).toMatchObject({ status: 404, body: { code: 'need-unknown' } });
    expect(await claim(needId, 'v-nobody')).toMatchObject({ status: 403, body: { code: 'not-registered' } });
    const asStaff = await claims.request('POST', `/v1/needs/${needId}/claims`, { headers: { 'idempotency-key': 'k' } });
    expect(asStaff).toMatchObject({ status: 403, body: { code: 'permission-missing' } });
  });
});

describe('a need that is called off', () => {
  it('ends every claim to it', async () => {
    const people = volunteers(3);
    await known(people);
    const needId = await published(aNeed({ places: 2 }));
    for (const person of people) await claim(needId, person);
    await claims.kafka.deliver(
      create(NeedCancelledSchema, {
        needId,
        communityId: 'xishan',
        cancelledBy: 'staff-1',
        reason: 'rain',
        cancelledAt: toTimestamp(Temporal.Now.instant()),
      }),
    );
    await eventually(async () => {
      const { body } = await claims.get(`/v1/claims?needId=${needId}`);
      expect(body.items.map(({ state, endReason }: Record<string, string>) => [state, endReason])).toEqual(
        people.map(() => ['ended', 'need-ended']),
      );
    });
    expect((await claim(needId, people[0]!)).body).toMatchObject({ code: 'need-closed' });
  });
});

describe('a need that is done', () => {
  it('leaves who held a place their claim, and tells who waited that there is nothing more to wait for', async () => {
    const people = volunteers(3);
    await known(people);
    const needId = await published(aNeed({ places: 2 }));
    for (const person of people) await claim(needId, person);
    await claims.kafka.deliver(
      create(NeedCompletedSchema, {
        needId,
        communityId: 'xishan',
        completedBy: 'staff-1',
        completedAt: toTimestamp(Temporal.Now.instant()),
      }),
    );
    await eventually(async () => {
      const { body } = await claims.get(`/v1/claims?needId=${needId}`);
      expect(body.items.map(({ state, endReason }: Record<string, string>) => [state, endReason])).toEqual([
        ['ended', 'need-ended'],
        ['held', null],
        ['held', null],
      ]);
    });
    expect(await claims.kafka.awaitEmitted(WaitingListLeftSchema, needId)).toMatchObject([{ volunteerId: people[2] }]);
  });
});
