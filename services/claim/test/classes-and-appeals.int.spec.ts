import { create } from '@bufbuild/protobuf';
import {
  AppealClosedSchema,
  AppealOpenedSchema,
  ChildConsentWithdrawnSchema,
  ChildRegisteredSchema,
  ClassCancelledSchema,
  ClassChangedSchema,
  ClassCompletedSchema,
  ClassOpenedSchema,
  PlaceHeldSchema,
  PlacesChangedSchema,
  PlacesOf,
  PlacesOpenedSchema,
  PledgeDeliveredSchema,
  toTimestamp,
} from '@huying/contracts';
import { encrypt } from '@huying/database';
import { eventually, TestService, type TestAnswer } from '@huying/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { claimService } from '../src/index.js';
import { aNeed, Claiming, hours } from './support.js';

let claims: TestService;
let claiming: Claiming;
const now = () => toTimestamp(Temporal.Now.instant());

beforeAll(async () => {
  claims = await TestService.start(claimService);
  claiming = new Claiming(claims);
});
afterEach(async () => {
  claims.clock.release();
  await claiming.ensureSound();
});
afterAll(() => claims.stop());

async function aClass(places: number, fields: object = {}): Promise<string> {
  const classId = uuidv7();
  await claims.kafka.deliver(
    create(ClassOpenedSchema, {
      ...{ classId, communityId: 'xishan', places, minimumAge: 6, maximumAge: 12 },
      ...{ opensAt: toTimestamp(hours(-1)), startsAt: toTimestamp(hours(48)), openedAt: now() },
      ...fields,
    }),
  );
  const opened = await claims.kafka.awaitEmitted(PlacesOpenedSchema, classId);
  expect(opened.at(-1)).toMatchObject({ places, of: PlacesOf.CLASS });
  return classId;
}

async function anAppeal(wanted: number): Promise<string> {
  const appealId = uuidv7();
  const event = { appealId, communityId: 'xishan', wanted, opensAt: toTimestamp(hours(-1)), openedAt: now() };
  await claims.kafka.deliver(create(AppealOpenedSchema, event));
  const opened = await claims.kafka.awaitEmitted(PlacesOpenedSchema, appealId);
  expect(opened.at(-1)).toMatchObject({ places: wanted, of: PlacesOf.APPEAL });
  return appealId;
}

/** Children of each guardian, known to decisions. Born eight years ago, if nothing else is said. */
async function children(
  guardians: readonly string[],
  each = 1,
  birthDate = Temporal.Now.plainDateISO().subtract({ years: 8 }).toString(),
): Promise<string[]> {
  const kids = guardians.flatMap((guardianId) =>
    Array.from({ length: each }, () => ({
      childId: uuidv7(),
      guardianId,
      communityId: 'xishan',
      birthDate,
      version: 1,
    })),
  );
  const told = kids.map(({ birthDate: born, ...kid }) => ({ ...kid, sealedBirthDate: encrypt(born) }));
  await claims.kafka.deliver(...told.map((kid) => create(ChildRegisteredSchema, { ...kid, registeredAt: now() })));
  const ids = kids.map(({ childId }) => childId);
  await eventually(async () => {
    const [counts] = await claiming.query<{ here: number; coming: number }>(
      `SELECT (SELECT count(*)::int FROM known_volunteers WHERE id = ANY($1)) AS here,
              (SELECT count(*)::int FROM pool_changes WHERE ref = ANY($1)) AS coming`,
      [ids],
    );
    expect(counts).toEqual({ here: ids.length, coming: 0 });
  });
  return ids;
}

const enrol = (classId: string, guardian: string, childIds: string[], key: string = uuidv7()): Promise<TestAnswer> =>
  claims.request('POST', `/v1/classes/${classId}/enrolments`, {
    as: { role: 'resident', subject: guardian },
    headers: { 'idempotency-key': key },
    body: { childIds },
  });
const pledge = (appealId: string, resident: string, key: string = uuidv7()): Promise<TestAnswer> =>
  claims.request('POST', `/v1/appeals/${appealId}/pledges`, {
    as: { role: 'resident', subject: resident },
    headers: { 'idempotency-key': key },
  });
const release = (claimId: string, subject: string) =>
  claims.request('DELETE', `/v1/claims/${claimId}`, { as: { role: 'resident', subject } });
const claimOf = ({ body }: TestAnswer, index = 0): string => (body.items as { id: string }[])[index]!.id;
/** All at once, each with the patience of a good client. */
const rush = (asks: readonly (() => Promise<TestAnswer>)[]): Promise<TestAnswer[]> =>
  Promise.all(asks.map(async (ask) => (await claiming.untilAnswered(ask)).answer));
const guardiansOf = (count: number): string[] => Array.from({ length: count }, () => `g-${uuidv7()}`);

describe('a class', () => {
  it('of forty places takes forty of a thousand children who come at once, and the others wait in order', async () => {
    const classId = await aClass(40);
    const guardians = guardiansOf(1_000);
    const kids = await children(guardians);
    const answers = await rush(
      kids.map((kid, index) => {
        const key = uuidv7();
        return () => enrol(classId, guardians[index]!, [kid], key);
      }),
    );
    const held = answers.filter(({ status }) => status === 201);
    expect([held.length, answers.filter(({ status }) => status === 202).length]).toEqual([40, 960]);
    const places = held.map(({ body }) => (body.items as { place: number }[])[0]!.place);
    expect(new Set(places).size).toBe(40);
    const events = await claims.kafka.awaitEmitted(PlaceHeldSchema, classId, 40);
    expect(events.every(({ of }) => of === PlacesOf.CLASS)).toBe(true);
  });

  it('takes siblings together or lets them wait together, and when one leaves both go in', async () => {
    const classId = await aClass(3);
    const [one, two, three] = guardiansOf(3) as [string, string, string];
    const [first, second] = await children([one], 2);
    const siblings = await children([two], 2);
    const [single] = await children([three]);
    const before = await enrol(classId, one, [first!, second!]);
    expect(before).toMatchObject({ status: 201, body: { state: 'held', items: [{ together: 2 }, { together: 2 }] } });
    const waiting = await enrol(classId, two, siblings);
    expect(waiting).toMatchObject({
      status: 202,
      body: {
        state: 'waiting',
        items: [
          { state: 'waiting', position: 1 },
          { state: 'waiting', position: 1 },
        ],
      },
    });
    // One place is free, which two do not fit into: whoever is alone gets it.
    expect((await enrol(classId, three, [single!])).status).toBe(201);
    for (const index of [0, 1]) expect((await release(claimOf(before, index), one)).status).toBe(200);
    for (const index of [0, 1]) await claiming.claimBecomes(claimOf(waiting, index), { state: 'held' });
  });

  it('refuses siblings together where there are more of them than places', async () => {
    const classId = await aClass(1);
    const [guardian] = guardiansOf(1) as [string];
    const siblings = await children([guardian], 2);
    expect((await enrol(classId, guardian, siblings)).body.code).toBe('enrolment-class-full');
    expect(await claiming.query('SELECT FROM claims WHERE need_id = $1', [classId])).toEqual([]);
  });

  it('answers a repeated key as before, in whatever order the children are named, and not for other children', async () => {
    const classId = await aClass(5);
    const [guardian] = guardiansOf(1) as [string];
    const [a, b, c] = (await children([guardian], 3)).sort() as [string, string, string];
    const key = uuidv7();
    const answer = await enrol(classId, guardian, [a, b], key);
    const repeated = await enrol(classId, guardian, [b, a], key);
    expect([repeated.status, repeated.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect([claimOf(repeated, 1), claimOf(repeated, 0)]).toEqual([claimOf(answer, 0), claimOf(answer, 1)]);
    for (const others of [[a], [a, b, c]]) {
      expect((await enrol(classId, guardian, others, key)).body.code).toBe('idempotency-key-reused');
    }
    expect((await enrol(classId, guardian, [a])).body.code).toBe('enrolment-already-in');
    expect(await claiming.query('SELECT FROM claims WHERE need_id = $1', [classId])).toHaveLength(2);
  });

  it('is for the children of whoever asks, of its age, known here', async () => {
    const classId = await aClass(5);
    const [own, other] = guardiansOf(2) as [string, string];
    const [child] = await children([own]);
    const aged = (years: number, days = 0) => Temporal.Now.plainDateISO().subtract({ years }).add({ days }).toString();
    const [young, old] = [...(await children([own], 1, aged(5))), ...(await children([own], 1, aged(13)))];
    const codes = async (guardian: string, ids: string[]) => (await enrol(classId, guardian, ids)).body.code;
    expect(await codes(other, [child!])).toBe('enrolment-child-unknown');
    expect(await codes(own, [uuidv7()])).toBe('enrolment-child-unknown');
    expect([await codes(own, [young!]), await codes(own, [old!])]).toEqual([
      'enrolment-wrong-age',
      'enrolment-wrong-age',
    ]);
    // Siblings together or not at all: one of them is too young.
    expect(await codes(own, [child!, young!])).toBe('enrolment-wrong-age');
    expect(await claiming.query('SELECT FROM claims WHERE need_id = $1', [classId])).toEqual([]);
  });

  it('decides ages by birthdays that stand in clear neither in its tables nor in Redis', async () => {
    const classId = await aClass(5);
    const [guardian] = guardiansOf(1) as [string];
    const birthDate = Temporal.Now.plainDateISO().subtract({ years: 8, days: 3 }).toString();
    const [sealed] = await children([guardian], 1, birthDate);
    // As it was told before: whoever replays old events seals it.
    const plain = uuidv7();
    const old = { childId: plain, communityId: 'xishan', guardianId: guardian, birthDate, version: 1 };
    await claims.kafka.deliver(create(ChildRegisteredSchema, { ...old, registeredAt: now() }));
    await eventually(async () => expect((await enrol(classId, guardian, [sealed!, plain])).status).toBe(201));
    const rows = await claiming.query('SELECT born, sealed_birth FROM known_volunteers WHERE id = ANY($1)', [
      [sealed, plain],
    ]);
    expect(rows).toEqual(Array(2).fill({ born: 0, sealed_birth: expect.stringMatching(/^v1\./) }));
    // The ledger has what Redis was told; that Redis says the same is checked after every test.
    const told = await claiming.query<{ data: string }>(
      `SELECT data FROM ledger WHERE kind = 'volunteers' AND (data LIKE '%' || $1 || '%' OR data LIKE '%' || $2 || '%')`,
      [sealed, plain],
    );
    expect(told.length).toBeGreaterThan(0);
    for (const { data } of told) expect(data).not.toContain(birthDate.replaceAll('-', ''));
  });

  it('is not entered before its opening, nor once it has begun, nor when it is not known', async () => {
    const classId = await aClass(5, { opensAt: toTimestamp(hours(1)) });
    const [guardian] = guardiansOf(1) as [string];
    const [child, later] = await children([guardian], 2);
    expect((await enrol(classId, guardian, [child!])).body.code).toBe('enrolment-too-early');
    claims.clock.set(hours(2));
    const enrolled = await enrol(classId, guardian, [child!]);
    expect(enrolled.status).toBe(201);
    claims.clock.set(hours(49));
    expect((await enrol(classId, guardian, [later!])).body.code).toBe('enrolment-class-started');
    expect((await release(claimOf(enrolled), guardian)).body.code).toBe('release-closed');
    const late = await claiming.staff('POST', `/v1/claims/${claimOf(enrolled)}/release`, { reason: 'has moved away' });
    expect(late).toMatchObject({ status: 200, body: { state: 'ended' } });
    expect((await enrol(uuidv7(), guardian, [child!])).body.code).toBe('enrolment-class-unknown');
  });

  it('loses a child whose consent is withdrawn, and the line moves', async () => {
    const classId = await aClass(1);
    const [one, two] = guardiansOf(2) as [string, string];
    const [child, next] = await children([one, two]);
    const held = await enrol(classId, one, [child!]);
    const waiting = await enrol(classId, two, [next!]);
    const gone = { childId: child!, communityId: 'xishan', version: 2, withdrawnAt: now() };
    await claims.kafka.deliver(create(ChildConsentWithdrawnSchema, gone));
    await claiming.claimBecomes(claimOf(waiting), { state: 'held' });
    await claiming.claimBecomes(claimOf(held), { state: 'ended' });
    expect((await enrol(classId, one, [child!])).body.code).toBe('enrolment-child-unknown');
  });

  it('does not take a child over and over, nor one whose consent is gone while it is asked for', async () => {
    const classId = await aClass(5);
    const [guardian] = guardiansOf(1) as [string];
    const [child, other] = await children([guardian], 2);
    for (let round = 0; round < 9; round += 1) {
      const claimId = claimOf(await enrol(classId, guardian, [child!]));
      expect((await release(claimId, guardian)).status).toBe(200);
    }
    expect((await enrol(classId, guardian, [child!])).body.code).toBe('enrolment-too-often');
    // The door still knows whose child it is; what decides does not know of a consent any more.
    await claiming.query(
      `UPDATE known_volunteers SET guardian = false, version = nextval('known_volunteers_version') WHERE id = $1`,
      [other!],
    );
    await claiming.query(`INSERT INTO pool_changes (pool, kind, ref) VALUES ('xishan', 'volunteer', $1)`, [other!]);
    await eventually(async () => expect(await claiming.query('SELECT FROM pool_changes')).toEqual([]));
    expect((await enrol(classId, guardian, [other!])).body.code).toBe('enrolment-consent-missing');
  });

  it('that is changed has other places and another beginning, and nobody who is in loses the place', async () => {
    const classId = await aClass(1);
    const [one, two] = guardiansOf(2) as [string, string];
    const [child, next, late] = [...(await children([one, two])), ...(await children([two]))];
    const held = await enrol(classId, one, [child!]);
    const waiting = await enrol(classId, two, [next!]);
    const change = (revision: number, places: number, startsIn: number) =>
      claims.kafka.deliver(
        create(ClassChangedSchema, {
          ...{ classId, communityId: 'xishan', revision, places },
          ...{ startsAt: toTimestamp(hours(startsIn)), changedAt: now() },
        }),
      );
    await change(2, 2, 96);
    await claiming.claimBecomes(claimOf(waiting), { state: 'held', place: 2 });
    await claiming.claimBecomes(claimOf(held), { state: 'held', place: 1 });
    // An earlier change that comes late changes nothing; fewer places than are held are not made.
    await change(1, 9, 1);
    await change(3, 1, 96);
    claims.clock.set(hours(49));
    const answer = await eventually(async () => {
      const enrolled = await enrol(classId, two, [late!]);
      expect(enrolled.status).toBe(202);
      return enrolled;
    });
    expect(answer.body).toMatchObject({ state: 'waiting' });
    await claiming.claimBecomes(claimOf(held), { state: 'held' });
    expect(await claims.kafka.awaitEmitted(PlacesChangedSchema, classId)).toMatchObject([
      { places: 2, of: PlacesOf.CLASS },
    ]);
  });

  it('that is made smaller than it is full by now has as many places as children, and nobody more comes in', async () => {
    const classId = await aClass(3);
    const guardians = guardiansOf(3) as [string, string, string];
    const [one, two, late] = (await children(guardians)) as [string, string, string];
    const held = [await enrol(classId, guardians[0], [one]), await enrol(classId, guardians[1], [two])];
    await claims.kafka.deliver(
      create(ClassChangedSchema, {
        ...{ classId, communityId: 'xishan', revision: 1, places: 1 },
        ...{ startsAt: toTimestamp(hours(48)), changedAt: now() },
      }),
    );
    expect(await claims.kafka.awaitEmitted(PlacesChangedSchema, classId)).toMatchObject([{ places: 2 }]);
    for (const answer of held) await claiming.claimBecomes(claimOf(answer), { state: 'held' });
    expect((await enrol(classId, guardians[2], [late])).status).toBe(202);
  });

  it('that is over has nobody waiting any more', async () => {
    const classId = await aClass(1);
    const guardians = guardiansOf(2) as [string, string];
    const [one, two] = (await children(guardians)) as [string, string];
    const held = await enrol(classId, guardians[0], [one]);
    const waiting = await enrol(classId, guardians[1], [two]);
    await claims.kafka.deliver(create(ClassCompletedSchema, { classId, communityId: 'xishan', completedAt: now() }));
    await claiming.claimBecomes(claimOf(waiting), { state: 'ended', endReason: 'need-ended' });
    await claiming.claimBecomes(claimOf(held), { state: 'held' });
  });

  it('that is cancelled ends what children have of it', async () => {
    const classId = await aClass(1);
    const [guardian] = guardiansOf(1) as [string];
    const [child] = await children([guardian]);
    const held = await enrol(classId, guardian, [child!]);
    await claims.kafka.deliver(create(ClassCancelledSchema, { classId, communityId: 'xishan', cancelledAt: now() }));
    await claiming.claimBecomes(claimOf(held), { state: 'ended', endReason: 'need-ended' });
  });

  it('shows a claim to its guardian and lets only them give it back', async () => {
    const classId = await aClass(1);
    const [own, other] = guardiansOf(2) as [string, string];
    const [child] = await children([own]);
    const id = claimOf(await enrol(classId, own, [child!]));
    const show = (subject: string) => claims.get(`/v1/claims/${id}`, { as: { role: 'resident', subject } });
    expect([(await show(own)).status, (await show(other)).status]).toEqual([200, 403]);
    expect([(await release(id, other)).status, (await release(id, own)).status]).toEqual([403, 200]);
  });

  it('is no need: neither volunteers, nor friends, nor teams, nor staff find places for them in it', async () => {
    const classId = await aClass(5);
    const [volunteer] = await claiming.people(1);
    expect((await claiming.claim(classId, volunteer!)).body.code).toBe('need-unknown');
    const offer = await claiming.staff('POST', `/v1/needs/${classId}/offers`, { volunteerId: volunteer });
    expect(offer.body.code).toBe('need-unknown');
    const places = await claiming.staff('PUT', `/v1/needs/${classId}/places`, { places: 9 });
    expect(places).toMatchObject({ status: 404, body: { code: 'need-unknown' } });
    const needId = await claiming.published(aNeed());
    const [guardian] = guardiansOf(1) as [string];
    const [child] = await children([guardian]);
    expect((await enrol(needId, guardian, [child!])).body.code).toBe('enrolment-class-unknown');
    expect((await pledge(needId, guardian)).body.code).toBe('pledging-appeal-unknown');
    const drafted = await claiming.staff('POST', `/v1/needs/${needId}/offers`, { volunteerId: child });
    expect(drafted.body.code).toBe('not-active');
  });
});

describe('an appeal', () => {
  it('for ten chairs takes ten of sixty residents at once, each of them one, whatever else they hold', async () => {
    const appealId = await anAppeal(10);
    const residents = Array.from({ length: 60 }, () => `r-${uuidv7()}`);
    const answers = await rush(
      residents.map((resident) => {
        const key = uuidv7();
        return () => pledge(appealId, resident, key);
      }),
    );
    const held = answers.filter(({ status }) => status === 201);
    expect([held.length, answers.filter(({ status }) => status === 202).length]).toEqual([10, 50]);
    expect(held.map(({ body }) => body.place as number).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 10 }, (_, index) => index + 1),
    );
    const winner = residents[answers.indexOf(held[0]!)]!;
    expect((await pledge(appealId, winner)).body.code).toBe('pledging-already-pledged');
    // Who withdraws makes room for the first in line.
    const first = answers.find(({ body }) => body.position === 1)!;
    expect((await release(held[0]!.body.id as string, winner)).status).toBe(200);
    await claiming.claimBecomes(first.body.id as string, { state: 'held', place: held[0]!.body.place });
  });

  it('takes nothing more once it is closed, and a repeated key is answered as before', async () => {
    const appealId = await anAppeal(2);
    const [resident, other] = [`r-${uuidv7()}`, `r-${uuidv7()}`];
    const key = uuidv7();
    const made = await pledge(appealId, resident, key);
    await claims.kafka.deliver(create(AppealClosedSchema, { appealId, communityId: 'xishan', closedAt: now() }));
    await eventually(async () => expect((await pledge(appealId, other)).body.code).toBe('pledging-closed'));
    expect(await pledge(appealId, resident, key)).toMatchObject({ status: 201, body: { id: made.body.id } });
    await claiming.claimBecomes(made.body.id as string, { state: 'held' });
  });

  it('is not pledged before its time, nor over and over', async () => {
    const appealId = uuidv7();
    const opensAt = toTimestamp(hours(1));
    const event = { appealId, communityId: 'xishan', wanted: 2, opensAt, openedAt: now() };
    await claims.kafka.deliver(create(AppealOpenedSchema, event));
    await claims.kafka.awaitEmitted(PlacesOpenedSchema, appealId);
    const resident = `r-${uuidv7()}`;
    expect((await pledge(appealId, resident)).body.code).toBe('pledging-too-early');
    claims.clock.set(hours(2));
    for (let round = 0; round < 9; round += 1) {
      const { body } = await pledge(appealId, resident);
      expect((await release(body.id as string, resident)).status).toBe(200);
    }
    expect((await pledge(appealId, resident)).body.code).toBe('pledging-too-often');
    expect((await pledge(uuidv7(), resident)).body.code).toBe('pledging-appeal-unknown');
  });

  it('does not take back what has been delivered: neither the giver nor staff give it up', async () => {
    const appealId = await anAppeal(2);
    const [giver, next] = [`r-${uuidv7()}`, `r-${uuidv7()}`];
    const [claimId, other] = [await pledge(appealId, giver), await pledge(appealId, next)].map(
      ({ body }) => body.id as string,
    ) as [string, string];
    const delivered = { pledgeId: uuidv7(), communityId: 'xishan', appealId, claimId, recordedAt: now() };
    // One that was pledged before pledges followed claims names no claim.
    await claims.kafka.deliver(
      create(PledgeDeliveredSchema, { ...delivered, claimId: '' }),
      create(PledgeDeliveredSchema, delivered),
    );
    await claiming.claimBecomes(claimId, { state: 'held', deliveredAt: expect.any(String) });
    expect((await release(claimId, giver)).body.code).toBe('already-delivered');
    const byStaff = await claiming.staff('POST', `/v1/claims/${claimId}/release`, { reason: 'a mistake' });
    expect(byStaff).toMatchObject({ status: 409, body: { code: 'already-delivered' } });
    await claiming.claimBecomes(claimId, { state: 'held' });
    expect((await release(other, next)).status).toBe(200);
  });
});
