import { create } from '@bufbuild/protobuf';
import {
  Audience,
  GroupJoinedSchema,
  GroupLeftSchema,
  NeedReopenedSchema,
  PlacesOpenedSchema,
  toTimestamp,
  VolunteerChangedSchema,
  VolunteerState,
} from '@huying/contracts';
import { eventually, TestService, type TestAnswer } from '@huying/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { claimService, ClaimRedis, PoolKeys } from '../src/index.js';
import { aNeed, Claiming, hours, volunteers } from './support.js';

let claims: TestService;
let claiming: Claiming;

beforeAll(async () => {
  claims = await TestService.start(claimService);
  claiming = new Claiming(claims);
});

afterEach(() => claiming.ensureSound());
afterAll(() => claims.stop());

const now = () => toTimestamp(Temporal.Now.instant());

describe('who may claim', () => {
  it('members of the need’s groups, from joining to leaving', async () => {
    const [person] = volunteers(1) as [string];
    const groupId = uuidv7();
    await claiming.known([person]);
    const needId = await claiming.published(aNeed({ groupIds: [groupId], audience: Audience.GROUPS }));
    const common = { groupId, communityId: 'xishan', volunteerId: person };
    expect((await claiming.claim(needId, person)).body).toMatchObject({ code: 'not-in-group' });

    await claims.kafka.deliver(create(GroupJoinedSchema, { ...common, joinedAt: now() }));
    const held = await eventually(async () => {
      const answer = await claiming.claim(needId, person);
      expect(answer.status).toBe(201);
      return answer;
    });

    await claims.request('DELETE', `/v1/claims/${held.body.id}`);
    await claims.kafka.deliver(create(GroupLeftSchema, { ...common, leftAt: now() }));
    await eventually(async () => {
      const answer = await claiming.claim(needId, person);
      if (answer.status === 201) await claims.request('DELETE', `/v1/claims/${answer.body.id}`);
      expect(answer.body).toMatchObject({ code: 'not-in-group' });
    });
  });

  it('whoever joins, leaves and joins in one breath is in the groups of the last word, and who has only left stays unknown', async () => {
    const [person, stranger] = volunteers(2) as [string, string];
    const [kept, left, again] = [uuidv7(), uuidv7(), uuidv7()];
    const of = (groupId: string, volunteerId = person) => ({ groupId, communityId: 'xishan', volunteerId });
    const joins = (groupId: string) => create(GroupJoinedSchema, { ...of(groupId), joinedAt: now() });
    const leaves = (groupId: string, who?: string) => create(GroupLeftSchema, { ...of(groupId, who), leftAt: now() });
    await claims.kafka.deliver(
      ...[joins(left), joins(again), leaves(left), leaves(again), joins(again), leaves(left, stranger), joins(kept)],
    );
    await eventually(async () => {
      const rows = await claiming.query<{ id: string; groups: string[] }>(
        `SELECT id, array(SELECT unnest(group_ids) ORDER BY 1) AS groups FROM known_volunteers WHERE id = ANY ($1)`,
        [[person, stranger]],
      );
      expect(rows).toEqual([{ id: person, groups: [kept, again].sort() }]);
    });
  });

  it('nobody who is suspended, and an older profile never replaces a newer one', async () => {
    const [person] = volunteers(1) as [string];
    await claiming.known([person]);
    const needId = await claiming.published(aNeed());
    const profile = (version: number, state: VolunteerState) =>
      create(VolunteerChangedSchema, {
        volunteerId: person,
        communityId: 'xishan',
        version,
        fitness: { state, birthDate: '1990-05-17' },
        changedAt: now(),
      });
    await claims.kafka.deliver(profile(3, VolunteerState.SUSPENDED), profile(2, VolunteerState.ACTIVE));
    await eventually(async () => {
      const [row] = await claiming.query<{ profile_version: number; coming: number }>(
        `SELECT profile_version, (SELECT count(*)::int FROM pool_changes WHERE ref = $1) AS coming
         FROM known_volunteers WHERE id = $1`,
        [person],
      );
      expect(row).toEqual({ profile_version: 3, coming: 0 });
    });
    expect(await claiming.claim(needId, person)).toMatchObject({
      status: 403,
      body: { code: 'not-active' },
    });
  });

  it('whoever has the age on the day of the service, and nobody a day younger', async () => {
    const [older, younger] = volunteers(2) as [string, string];
    const starts = hours(24);
    const day = starts.toZonedDateTimeISO('Asia/Shanghai').toPlainDate().subtract({ years: 18 });
    await claiming.known([older], { birthDate: day.toString() });
    await claiming.known([younger], { birthDate: day.add({ days: 1 }).toString() });
    const needId = await claiming.published(
      aNeed({ startsAt: toTimestamp(starts), requirements: { skills: [], minimumAge: 18 } as never }),
    );
    expect((await claiming.claim(needId, younger)).body).toMatchObject({ code: 'too-young' });
    expect((await claiming.claim(needId, older)).status).toBe(201);
  });

  it('a volunteer with ten places to come gets no eleventh until one is given back', async () => {
    const [person] = volunteers(1) as [string];
    await claiming.known([person]);
    const needs = await Promise.all(
      Array.from({ length: 11 }, (_, index) =>
        claiming.published(
          aNeed({ startsAt: toTimestamp(hours(30 + 3 * index)), endsAt: toTimestamp(hours(32 + 3 * index)) }),
        ),
      ),
    );
    const answers = [];
    for (const needId of needs.slice(0, 10)) answers.push(await claiming.claim(needId, person));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 201));
    expect((await claiming.claim(needs[10]!, person)).body).toMatchObject({ code: 'too-many-claims' });
    await claims.request('DELETE', `/v1/claims/${answers[0]!.body.id}`);
    expect((await claiming.claim(needs[10]!, person)).status).toBe(201);
  });

  it('nobody who claims and gives back without end', async () => {
    const [person] = volunteers(1) as [string];
    await claiming.known([person]);
    const needId = await claiming.published(aNeed());
    for (let time = 0; time < 9; time += 1) {
      const held = await claiming.claim(needId, person);
      expect(held.status).toBe(201);
      await claims.request('DELETE', `/v1/claims/${held.body.id}`);
    }
    expect((await claiming.claim(needId, person)).body).toMatchObject({ code: 'claimed-too-often' });
  });
});

describe('moving up', () => {
  it('passes over whoever no longer fits and names them in the ledger with the reason', async () => {
    const [first, busy, next] = volunteers(3) as [string, string, string];
    await claiming.known([first, busy, next]);
    const needId = await claiming.published(aNeed({ places: 1 }));
    const held = await claiming.claim(needId, first);
    await claiming.claim(needId, busy);
    await claiming.claim(needId, next);
    const elsewhere = await claiming.published(aNeed());
    expect((await claiming.claim(elsewhere, busy)).status).toBe(201);

    await claims.request('DELETE', `/v1/claims/${held.body.id}`);

    const [promoted] = await claiming.query<{ volunteer_id: string; data: { passed: unknown } }>(
      `SELECT volunteer_id, data::jsonb AS data FROM ledger WHERE need_id = $1 AND kind = 'promoted'`,
      [needId],
    );
    expect(promoted).toMatchObject({ volunteer_id: next, data: { passed: [{ volunteer: busy, refusal: -14 }] } });
    const waiting = await claims.get(`/v1/claims?needId=${needId}&state=waiting`);
    expect(waiting.body.items).toMatchObject([{ volunteerId: busy, position: 1 }]);
  });
});

describe('a place that nobody in line could take', () => {
  it('goes to the first who can, as soon as they can, though nobody claims or gives back there', async () => {
    const [first, busy] = volunteers(2) as [string, string];
    await claiming.known([first, busy]);
    const needId = await claiming.published(aNeed({ places: 1 }));
    const held = await claiming.claim(needId, first);
    const waiting = await claiming.claim(needId, busy);
    const elsewhere = await claiming.claim(await claiming.published(aNeed()), busy);
    await claims.request('DELETE', `/v1/claims/${held.body.id}`);
    await claiming.claimBecomes(waiting.body.id, { state: 'waiting', still: 'passed-over' });

    await claims.request('DELETE', `/v1/claims/${elsewhere.body.id}`);

    await claiming.claimBecomes(waiting.body.id, { state: 'held', place: 1 });
  });
});

describe('a need that is published again after a reopening', () => {
  it('has all its places free, and who claimed before may claim anew', async () => {
    const [person] = volunteers(1) as [string];
    await claiming.known([person]);
    const need = aNeed({ places: 1 });
    const needId = await claiming.published(need);
    const before = await claiming.claim(needId, person, 'first-time');
    await claims.kafka.deliver(
      create(NeedReopenedSchema, {
        needId,
        communityId: 'xishan',
        reopenedBy: 's',
        reason: 'again',
        reopenedAt: now(),
      }),
      aNeed({ ...need, publication: 2 }),
    );
    await claims.kafka.awaitEmitted(PlacesOpenedSchema, needId, 2);
    expect((await claims.get(`/v1/claims/${before.body.id}`)).body).toMatchObject({
      state: 'ended',
      endReason: 'need-ended',
    });
    expect(await claiming.claim(needId, person, 'second-time')).toMatchObject({ status: 201, body: { place: 1 } });
    expect((await claiming.claim(needId, person, 'first-time')).body).toMatchObject({ id: before.body.id });
  });
});

describe('a need that was published this very moment', () => {
  it('shows its places only once they can be claimed', async () => {
    const [person] = volunteers(1) as [string];
    await claiming.known([person]);
    const needId = await claiming.published(aNeed());
    await claiming.query(`UPDATE known_needs SET publication = 2 WHERE id = $1`, [needId]);
    const path = `/v1/needs/${needId}/places`;
    expect(await claims.get(path)).toMatchObject({ status: 404, body: { code: 'need-unknown' } });
    await claiming.query(`INSERT INTO pool_changes (pool, kind, ref) VALUES ('xishan', 'need', $1)`, [needId]);
    await claiming.query(`SELECT pg_notify('claim_pool_changed', 'xishan')`);
    await eventually(async () => expect(await claims.get(path)).toMatchObject({ status: 200, body: { places: 2 } }));
    expect(await claiming.claim(needId, person)).toMatchObject({ status: 201 });
  });

  it('shows its places as they were once it is withdrawn, whether they could ever be claimed or not', async () => {
    const needId = await claiming.published(aNeed());
    await claiming.query(`UPDATE known_needs SET publication = 2, state = 'ended' WHERE id = $1`, [needId]);
    const { body } = await claims.get(`/v1/needs/${needId}/places`);
    expect(body).toMatchObject({ state: 'ended', places: 2, held: 0, waiting: 0 });
  });
});

describe('a need whose reopening and new publication are learnt in one breath', () => {
  it('ends the claims of before all the same', async () => {
    const people = volunteers(3);
    await claiming.known(people);
    const needId = await claiming.published(aNeed({ places: 2 }));
    for (const person of people) await claiming.claim(needId, person);
    await claiming.query(`UPDATE known_needs SET publication = 2 WHERE id = $1`, [needId]);
    await claiming.query(`INSERT INTO pool_changes (pool, kind, ref) VALUES ('xishan', 'need', $1)`, [needId]);
    await claiming.query(`SELECT pg_notify('claim_pool_changed', 'xishan')`);
    await claims.kafka.awaitEmitted(PlacesOpenedSchema, needId, 2);
    const { body } = await claims.get(`/v1/claims?needId=${needId}`);
    expect(body.items.map(({ state }: { state: string }) => state)).toEqual(['ended', 'ended', 'ended']);
    expect(await claiming.claim(needId, people[2]!)).toMatchObject({ status: 201, body: { place: 1 } });
  });
});

describe('a need that is published anew before the journal has committed that it was published at all', () => {
  it('ends the claims of before all the same', async () => {
    const people = await claiming.people(2);
    const need = aNeed({ places: 1 });
    const { needId } = need;
    const redis = claims.service.app.get(ClaimRedis);
    const { url } = claims.service.database.dataSource.options as { url: string };
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    let unknown: TestAnswer[];
    try {
      await client.query('BEGIN');
      const { rows } = await client.query<{ epoch: number }>(
        `SELECT epoch FROM pools WHERE pool = 'xishan' FOR UPDATE`,
      );
      const keys = new PoolKeys(claims.environment.REDIS_PREFIX ?? '', 'xishan', rows[0]?.epoch ?? 0);
      await claims.kafka.deliver(need);
      await eventually(async () => expect(await redis.client.hget(keys.need(needId), 'publication')).toBe('1'));
      const claimed = people.map((person) => claiming.claimOnce(needId, person, `before-${person}`));
      await eventually(async () => expect(await redis.client.hlen(keys.claims(needId))).toBe(2));
      await claiming.query(`UPDATE known_needs SET publication = 2 WHERE id = $1`, [needId]);
      await claiming.query(
        `INSERT INTO pool_changes (pool, kind, ref) VALUES ('xishan', 'need', $1)
         ON CONFLICT (pool, kind, ref) DO UPDATE SET stamp = excluded.stamp`,
        [needId],
      );
      await claiming.query(`SELECT pg_notify('claim_pool_changed', 'xishan')`);
      unknown = await Promise.all(claimed);
    } finally {
      await client.end();
    }
    expect(unknown.map(({ body }) => body.code)).toEqual(['outcome-unknown', 'outcome-unknown']);
    await claims.kafka.awaitEmitted(PlacesOpenedSchema, needId, 2);
    const { body } = await claims.get(`/v1/claims?needId=${needId}`);
    expect(body.items.map(({ endReason }: { endReason: string }) => endReason)).toEqual(['need-ended', 'need-ended']);
    expect(await claiming.claim(needId, people[1] ?? '')).toMatchObject({ status: 201, body: { place: 1 } });
  });
});

describe('whose claims one sees', () => {
  it('a volunteer their own, staff all of their community, nobody another community’s', async () => {
    const [mine, other] = volunteers(2) as [string, string];
    await claiming.known([mine, other]);
    const needId = await claiming.published(aNeed());
    const held = await claiming.claim(needId, other);
    const path = `/v1/claims/${held.body.id}`;
    const as = { role: 'volunteer', subject: mine } as const;
    expect(await claims.get(path, { as })).toMatchObject({ status: 403, body: { code: 'not-yours' } });
    expect(await claims.request('DELETE', path, { as })).toMatchObject({ status: 403, body: { code: 'not-yours' } });
    expect((await claims.get(`/v1/claims?volunteerId=${other}`, { as })).body).toMatchObject({ code: 'not-yours' });
    expect((await claims.get('/v1/claims', { as })).body.items).toEqual([]);
    const elsewhere = { as: { community: 'dongshan' } } as const;
    expect(await claims.get(path, elsewhere)).toMatchObject({ status: 404 });
    expect(await claims.get(`/v1/needs/${needId}/places`, elsewhere)).toMatchObject({ status: 404 });
    expect((await claims.get(path)).status).toBe(200);
  });
});
