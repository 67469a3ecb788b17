import { Dispatch, toTimestamp } from '@huying/contracts';
import { declaredProblems } from '@huying/http';
import { TestService } from '@huying/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { claimService } from '../src/index.js';
import { refusalProblem } from '../src/places/refusals.js';
import { Refusal } from '../src/rules/index.js';
import { aNeed, Claiming, hours, requirements, volunteers } from './support.js';

let claims: TestService;
let claiming: Claiming;

beforeAll(async () => {
  claims = await TestService.start(claimService, { CLAIMS_WEEK_HOURS: '10' });
  claiming = new Claiming(claims);
});
afterEach(() => claiming.ensureSound());
afterAll(() => claims.stop());

/** Noon of that many days from now, in the community. */
const noon = (days: number, hour = 12): Temporal.Instant =>
  Temporal.Now.zonedDateTimeISO('Asia/Shanghai').startOfDay().add({ days, hours: hour }).toInstant();

const from = (start: Temporal.Instant, length = 2) => ({
  startsAt: toTimestamp(start),
  endsAt: toTimestamp(start.add({ hours: length })),
  closesAt: toTimestamp(start),
});

/** The birthday of somebody of that age in two days, less so many days. */
const born = (age: number, days: number): string =>
  Temporal.Now.plainDateISO('Asia/Shanghai').add({ days: 2 }).subtract({ years: age }).add({ days }).toString();

const lastDay = (days: number): string => Temporal.Now.plainDateISO('Asia/Shanghai').add({ days }).toString();

type Fields = Parameters<typeof aNeed>[0];
interface Case {
  readonly code: string;
  readonly status: number;
  /** The fitness that is refused. */
  readonly fitness?: object;
  readonly need: Fields;
  /** The fitness that the same need takes. */
  readonly fit?: object;
}

const cases: Case[] = [
  { code: 'privacy-consent-missing', status: 403, fitness: { consents: ['photo'] }, need: {}, fit: {} },
  { code: 'blocked-after-no-shows', status: 403, fitness: { blocked: true }, need: {}, fit: { blocked: false } },
  {
    code: 'guardian-consent-missing',
    status: 403,
    fitness: { birthDate: born(18, 1) },
    need: from(noon(2)),
    fit: { birthDate: born(18, 1), consents: ['privacy-notice', 'guardian'] },
  },
  {
    code: 'guardian-consent-missing',
    status: 403,
    fitness: { birthDate: '' },
    need: from(noon(2)),
    fit: { birthDate: born(18, 0) },
  },
  {
    code: 'minor-at-night',
    status: 403,
    fitness: { birthDate: born(17, 0), consents: ['privacy-notice', 'guardian'] },
    need: from(noon(2, 21)),
    fit: { birthDate: born(18, 0) },
  },
  {
    code: 'too-young',
    status: 403,
    fitness: { birthDate: born(60, 1) },
    need: { ...from(noon(2)), requirements: requirements({ minimumAge: 60 }) },
    fit: { birthDate: born(60, 0) },
  },
  {
    code: 'skill-missing',
    status: 403,
    fitness: { skills: ['drive'] },
    need: { requirements: requirements({ skills: ['drive', 'cook'] }) },
    fit: { skills: ['cook', 'drive'] },
  },
  {
    code: 'training-missing',
    status: 403,
    fitness: { trainings: [{ code: 'first-aid', validUntil: lastDay(1) }] },
    need: { ...from(noon(2)), requirements: requirements({ trainings: ['first-aid'] }) },
    fit: { trainings: [{ code: 'first-aid', validUntil: lastDay(2) }] },
  },
  {
    code: 'training-missing',
    status: 403,
    fitness: { trainings: [] },
    need: { requirements: requirements({ trainings: ['first-aid'] }) },
    fit: { trainings: [{ code: 'first-aid', validUntil: '' }] },
  },
  {
    code: 'other-hometown',
    status: 403,
    fitness: { hometown: '330481' },
    need: { requirements: requirements({ hometowns: ['51', '340100'] }) },
    fit: { hometown: '511722' },
  },
  {
    code: 'other-dialect',
    status: 403,
    fitness: { dialects: ['wu'] },
    need: { requirements: requirements({ dialects: ['southwestern-mandarin', 'xiang'] }) },
    fit: { dialects: ['xiang'] },
  },
  { code: 'not-in-group', status: 403, need: { groupIds: [uuidv7()] } },
  { code: 'too-many-hours', status: 409, need: from(noon(2, 8), 11) },
  { code: 'need-closed', status: 409, need: { closesAt: toTimestamp(hours(-0.1)) } },
  { code: 'not-open-yet', status: 409, need: { opensAt: toTimestamp(hours(1)) } },
  { code: 'need-full', status: 409, need: { places: 0, waitingList: false } },
  {
    code: 'wave-not-reached',
    status: 403,
    need: {
      dispatch: Dispatch.WAVES,
      requirements: requirements({ preferredSkills: ['x'] }),
      waves: { groupsAt: toTimestamp(hours(9)), everyoneAt: toTimestamp(hours(9)) } as never,
    },
  },
];

describe('claiming', () => {
  it.each(cases)('is refused as $code for $fitness', async ({ code, status, fitness = {}, need, fit }) => {
    const [refused, fits] = volunteers(2) as [string, string];
    await claiming.known([refused], fitness);
    await claiming.known([fits], fit ?? {});
    const needId = await claiming.published(aNeed(need));
    const answer = await claiming.claim(needId, refused);
    expect(answer).toMatchObject({ status, body: { code } });
    expect(answer.headers.get('huying-decision')).toMatch(/^\d+-\d+; at=\d+$/);
    if (fit) expect(await claiming.claim(needId, fits)).toMatchObject({ status: 201 });
  });

  it('adds up the hours of a week, and begins anew on Monday', async () => {
    const [person] = volunteers(1) as [string];
    await claiming.known([person]);
    const today = Temporal.Now.zonedDateTimeISO('Asia/Shanghai').startOfDay();
    const monday = today.add({ days: 15 - today.dayOfWeek });
    const serve = async (days: number, hour: number, length: number) =>
      claiming.claim(
        await claiming.published(aNeed(from(monday.add({ days }).add({ hours: hour }).toInstant(), length))),
        person,
      );
    const first = await serve(0, 8, 6);
    expect(first.status).toBe(201);
    expect(await serve(3, 8, 5)).toMatchObject({ status: 409, body: { code: 'too-many-hours' } });
    expect((await serve(6, 20, 4)).status).toBe(201);
    expect(await serve(2, 8, 1)).toMatchObject({ status: 409, body: { code: 'too-many-hours' } });
    expect((await serve(7, 8, 9)).status).toBe(201);
    expect((await serve(-1, 8, 9)).status).toBe(201);
    await claiming.as(person, 'DELETE', `/v1/claims/${first.body.id}`);
    expect((await serve(3, 8, 5)).status).toBe(201);
  });

  it('of a risky need takes the risk to be accepted', async () => {
    const [person] = volunteers(1) as [string];
    await claiming.known([person]);
    const needId = await claiming.published(aNeed({ risk: '高处作业' }));
    expect(await claiming.claim(needId, person)).toMatchObject({ status: 422, body: { code: 'risk-not-accepted' } });
    const answer = await claiming.as(person, 'POST', `/v1/needs/${needId}/claims`, { riskAccepted: true });
    expect(answer.status).toBe(201);
    const [row] = await claiming.query<{ risk_accepted: boolean }>(`SELECT risk_accepted FROM claims WHERE id = $1`, [
      answer.body.id,
    ]);
    expect(row).toEqual({ risk_accepted: true });
  });

  it('takes rest between places where a need asks for it', async () => {
    const [person] = volunteers(1) as [string];
    await claiming.known([person]);
    expect((await claiming.claim(await claiming.published(aNeed()), person)).status).toBe(201);
    const needId = await claiming.published(aNeed({ ...from(hours(48)), restHours: 24 }));
    expect(await claiming.claim(needId, person)).toMatchObject({ status: 409, body: { code: 'rest-needed' } });
    claims.clock.set(hours(24.1));
    expect((await claiming.claim(needId, person)).status).toBe(201);
    claims.clock.release();
  });

  it('counts the way between two places', async () => {
    const [person] = volunteers(1) as [string];
    await claiming.known([person]);
    const start = noon(3);
    const place = (latitude: number) => ({ name: 'x', building: '', latitude, longitude: 120.68 }) as never;
    await claiming.claim(await claiming.published(aNeed({ ...from(start, 1), location: place(30.5) })), person);
    // 5.5 km to the north: 28 minutes by bicycle.
    const claimAt = async (minutes: number, latitude: number) => {
      const need = aNeed({ ...from(start.add({ minutes }), 1), location: place(latitude), places: 1 });
      return (await claiming.claim(await claiming.published(need), person)).body;
    };
    expect(await claimAt(80, 30.55)).toMatchObject({ code: 'time-clash' });
    expect(await claimAt(90, 30.55)).toMatchObject({ state: 'held' });
    expect(await claimAt(-60, 30.5)).toMatchObject({ state: 'held' });
  });

  it('takes no more of a series than it allows', async () => {
    const [person] = volunteers(1) as [string];
    await claiming.known([person]);
    const seriesId = uuidv7();
    const shift = (offset: number) =>
      claiming.published(aNeed({ ...from(noon(4, offset), 1), seriesId, seriesLimit: 1 }));
    const first = await claiming.claim(await shift(9), person);
    const needId = await shift(14);
    expect(await claiming.claim(needId, person)).toMatchObject({ status: 409, body: { code: 'series-limit-reached' } });
    await claiming.as(person, 'DELETE', `/v1/claims/${first.body.id}`);
    expect((await claiming.claim(needId, person)).status).toBe(201);
  });

  it('by a token whose subject looks like a seat is refused', async () => {
    const needId = await claiming.published(aNeed());
    expect(await claiming.claim(needId, 'seat:x:y')).toMatchObject({ status: 403, body: { code: 'not-registered' } });
  });
});

describe('every refusal of the rules', () => {
  const inward: number[] = [Refusal.poolNotLoaded, Refusal.epochOver, Refusal.partyTooLarge];
  it.each(Object.entries(Refusal).filter(([, number]) => !inward.includes(number)))(
    '%s has a code with texts',
    (_, number) => {
      const { code } = refusalProblem(number);
      expect(declaredProblems().find((one) => one.code === code)).toMatchObject({
        en: expect.stringMatching(/\w/) as unknown,
        zh: expect.stringMatching(/\p{Script=Han}/u) as unknown,
      });
    },
  );
});
