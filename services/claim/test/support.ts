import { create, type MessageInitShape } from '@bufbuild/protobuf';
import {
  Audience,
  type FitnessSchema,
  NeedPublishedSchema,
  PlacesOpenedSchema,
  RequirementsSchema,
  toTimestamp,
  VolunteerRegisteredSchema,
  VolunteerState,
  type NeedPublished,
} from '@huying/contracts';
import { eventually, type TestAnswer, type TestService } from '@huying/testing';
import { expect } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { ClaimRedis, PoolKeys } from '../src/index.js';
import { reconcilePool } from '../src/reconcile/reconcile-pool.js';
import { apply, emptyPool, type Numbered } from '../src/rules/index.js';
import { ensureSound } from './rules/invariants.js';

/** The time so many hours from now; negative: ago. */
export const hours = (count: number): Temporal.Instant =>
  Temporal.Now.instant().add({ minutes: Math.round(count * 60) });

/** A need that was published: two places tomorrow, open since an hour ago. */
export function aNeed(fields: Partial<Omit<NeedPublished, '$typeName'>> = {}): NeedPublished {
  return create(NeedPublishedSchema, {
    needId: uuidv7(),
    communityId: 'xishan',
    publication: 1,
    title: 'Ten chairs to carry',
    places: 2,
    opensAt: toTimestamp(hours(-1)),
    closesAt: toTimestamp(hours(24)),
    startsAt: toTimestamp(hours(24)),
    endsAt: toTimestamp(hours(26)),
    releaseUntil: toTimestamp(hours(22)),
    audience: Audience.COMMUNITY,
    waitingList: true,
    ...fields,
  });
}

/** What a need asks for: nothing but what is named. */
export const requirements = (fields: MessageInitShape<typeof RequirementsSchema>): NeedPublished['requirements'] =>
  create(RequirementsSchema, fields);

/** That many ids of volunteers nobody has used before. */
export const volunteers = (count: number, mark = uuidv7().slice(-6)): string[] =>
  Array.from({ length: count }, (_, index) => `v-${mark}-${index}`);

/** The claim service as its neighbours and clients see it. */
export class Claiming {
  constructor(readonly service: TestService) {}

  /** Publishes a need and waits until its places are open. Returns its id. */
  async published(need: NeedPublished): Promise<string> {
    await this.service.kafka.deliver(need);
    await this.service.kafka.awaitEmitted(PlacesOpenedSchema, need.needId);
    return need.needId;
  }

  /** Delivers volunteers and waits until decisions know all of them. */
  async known(people: readonly string[], fitness: MessageInitShape<typeof FitnessSchema> = {}): Promise<void> {
    await this.service.kafka.deliver(
      ...people.map((volunteerId) =>
        create(VolunteerRegisteredSchema, {
          volunteerId,
          communityId: 'xishan',
          version: 1,
          fitness: { state: VolunteerState.ACTIVE, birthDate: '1990-05-17', consents: ['privacy-notice'], ...fitness },
          registeredAt: toTimestamp(Temporal.Now.instant()),
        }),
      ),
    );
    await eventually(async () => {
      const [counts] = await this.query<{ here: number; coming: number }>(
        `SELECT (SELECT count(*)::int FROM known_volunteers WHERE id = ANY($1)) AS here,
                (SELECT count(*)::int FROM pool_changes WHERE ref = ANY($1)) AS coming`,
        [people],
      );
      expect(counts).toEqual({ here: people.length, coming: 0 });
    });
  }

  /** That many volunteers, known. Returns their ids. */
  async people(count: number, fitness: MessageInitShape<typeof FitnessSchema> = {}): Promise<string[]> {
    const ids = volunteers(count);
    await this.known(ids, fitness);
    return ids;
  }

  /** The answer to a claim: while it is "come back" (503), the same is asked again, as a good client does. */
  async claim(needId: string, subject: string, key: string = uuidv7()): Promise<TestAnswer> {
    return (await this.claimUntilAnswered(needId, subject, key)).answer;
  }

  claimOnce(needId: string, subject: string, key: string): Promise<TestAnswer> {
    return this.service.request('POST', `/v1/needs/${needId}/claims`, {
      as: { role: 'volunteer', subject },
      headers: { 'idempotency-key': key },
    });
  }

  claimUntilAnswered(
    needId: string,
    subject: string,
    key: string,
  ): Promise<{ answer: TestAnswer; sheds: TestAnswer[] }> {
    return this.untilAnswered(() => this.claimOnce(needId, subject, key));
  }

  /** Asks like a good client: repeats, with the same key, while the answer is 503 or the connection breaks. */
  async untilAnswered(ask: () => Promise<TestAnswer>): Promise<{ answer: TestAnswer; sheds: TestAnswer[] }> {
    const sheds: TestAnswer[] = [];
    const answer = await eventually(async () => {
      const tried = await ask();
      if (tried.status === 503) {
        sheds.push(tried);
        throw new Error(`still ${tried.body.code}`);
      }
      return tried;
    });
    return { answer, sheds };
  }

  /** Does something about a claim or a need as a volunteer, with a key of its own. */
  as(subject: string, method: string, path: string, body?: object, key: string = uuidv7()): Promise<TestAnswer> {
    const as = { role: 'volunteer', subject } as const;
    return this.service.request(method, path, { as, headers: { 'idempotency-key': key }, ...(body && { body }) });
  }

  /** The same as staff. */
  staff(method: string, path: string, body?: object, key: string = uuidv7()): Promise<TestAnswer> {
    return this.service.request(method, path, { headers: { 'idempotency-key': key }, ...(body && { body }) });
  }

  /** The claim as staff see it, once it is as expected. */
  async claimBecomes(id: string, expected: object): Promise<TestAnswer> {
    return eventually(async () => {
      const answer = await this.service.get(`/v1/claims/${id}`);
      expect(answer.body).toMatchObject(expected);
      return answer;
    });
  }

  /**
   * What must hold after every test: folding the ledger gives a pool in which nobody holds what they must not, it has no gap,
   * and Redis says the same as PostgreSQL's tables.
   */
  async ensureSound(): Promise<void> {
    const { service, environment } = this.service;
    const [row] = await this.query<{ epoch: number; redis_run_id: string }>(
      `SELECT epoch, redis_run_id FROM pools WHERE pool = 'xishan' AND gate = 'open'`,
    );
    if (!row) throw new Error('The pool is not open.');
    const keys = new PoolKeys(environment.REDIS_PREFIX ?? '', 'xishan', row.epoch, row.redis_run_id);
    const parts = { database: service.database, redis: service.app.get(ClaimRedis) };
    const { busy, differences } = await reconcilePool(parts, keys);
    expect({ busy, differences }).toEqual({ busy: 0, differences: [] });
    const entries = await this.query<{ sequence: string; kind: string; data: string; decided_at: Date }>(
      `SELECT sequence, kind, data, decided_at FROM ledger WHERE pool = 'xishan' ORDER BY sequence`,
    );
    const pool = emptyPool();
    for (const { sequence, kind, data, decided_at } of entries) {
      const fact = { kind, data: JSON.parse(data) as unknown };
      apply(pool, { ...fact, sequence: Number(sequence), at: decided_at.getTime() } as Numbered);
    }
    ensureSound(pool);
  }

  query<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return this.service.service.database.read.query<Row[]>(sql, parameters);
  }
}
