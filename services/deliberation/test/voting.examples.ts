import { Database } from '@huying/database';
import {
  aName,
  as,
  type Body,
  expectBody,
  runNow,
  type TestAnswer,
  type TestRequest,
  type TestService,
} from '@huying/testing';
import type { Published } from '../src/results/published.js';

/** A home, and the account that acts for it. */
export interface Home {
  readonly id: string;
  readonly account: TestRequest;
}

/** What a refusal looks like. */
export const refusal = (status: number, code: string) => ({ status, body: { code } });

/** How residents vote in a test, on the service that it has started by then. */
export function votingOn(api: () => TestService) {
  const database = () => api().service.app.get(Database, { strict: false });

  /** Homes of a building, by default one of their own, one for each area (hundredths of a square metre), each of another owner. */
  async function someHomes(
    areas: readonly number[],
    { building = aName('幢'), ...fields }: { readonly building?: string; readonly [field: string]: unknown } = {},
  ): Promise<{ building: string; homes: Home[] }> {
    const homes: Home[] = [];
    for (const [index, area] of areas.entries()) {
      const subject = aName('r-');
      const home = { building, door: `${index + 1}`, area, owners: [subject], accountIds: [subject], ...fields };
      homes.push({ id: expectBody(await api().post('/v1/households', home)).id, account: as('resident', subject) });
    }
    return { building, homes };
  }

  const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
  const aConsultation = async (): Promise<string> =>
    expectBody(await api().post('/v1/consultations', { title: '加装电梯', description: '3幢居民提议加装电梯。' })).id;

  const askRound = (consultationId: string, fields: object): Promise<TestAnswer> =>
    api().post(`/v1/consultations/${consultationId}/rounds`, {
      ...{
        purpose: 'whether',
        method: 'yes-no',
        rule: 'residents-meeting',
        question: '是否同意?',
        closesAt: inAnHour(),
      },
      ...fields,
    });

  async function aRound(building: string, fields: object = {}, consultationId?: string): Promise<Body> {
    return expectBody(await askRound(consultationId ?? (await aConsultation()), { scope: { building }, ...fields }));
  }

  const cast = (roundId: string, { account }: { account: TestRequest }, choice: string[], more: object = {}) =>
    api().post('/v1/ballots', { roundId, choice, ...more }, account);

  async function codesOf(roundId: string, homes: readonly Home[]): Promise<{ householdIds: string[]; code: string }[]> {
    return expectBody(await api().post(`/v1/rounds/${roundId}/codes`, { householdIds: homes.map(({ id }) => id) }))
      .items;
  }

  // Cut to the milliseconds that the column keeps: it rounds, and would put half of all times a moment into the future.
  const nowOfTheDatabase = `date_trunc('milliseconds', clock_timestamp())`;
  /** The time of opening has come, as the database sees it. */
  const begin = (roundId: string) =>
    database().withTransaction((tx) =>
      tx.query(`UPDATE rounds SET opens_at = ${nowOfTheDatabase} WHERE id = $1`, [roundId]),
    );
  /** The time of closing has come, as the database sees it. */
  const expire = (roundId: string) =>
    database().withTransaction((tx) =>
      tx.query(`UPDATE rounds SET closes_at = ${nowOfTheDatabase} WHERE id = $1`, [roundId]),
    );
  const closeNow = () => runNow(api(), 'close-rounds');

  async function publishedAfter(roundId: string): Promise<Published> {
    await expire(roundId);
    await closeNow();
    return expectBody(await api().get(`/v1/results/${roundId}/published`), 200) as Published;
  }

  /** What a paper says, as somebody of the staff reads it. */
  const enter = (roundId: string, code: string | undefined, choice: string[], reader: string) =>
    api().post('/v1/ballots/paper', { roundId, code, choice }, as('staff', reader));

  return { someHomes, aConsultation, askRound, aRound, cast, codesOf, expire, begin, closeNow, publishedAfter, enter };
}
