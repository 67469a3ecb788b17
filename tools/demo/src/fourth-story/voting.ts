import { setTimeout as pause } from 'node:timers/promises';
import { faultsOfReceipt, type Published, type Receipt } from '@huying/deliberation';
import { ApiRefusal, type Api } from '@huying/standalone';
import pMap from 'p-map';
import type { Stage } from '../story.js';
import { until } from '../wait.js';
import { LARGE, LIFT, STAIRWELL, type Home } from './estate.js';

/** One of so many homes of five votes in the app, the others on paper. */
const BY_APP = 3;
const OF = 5;
const AT_ONCE = 32;
/** Each paper is read by two people. */
const READERS = ['staff-reads', 'staff-reads-again'];
const READINGS = READERS.length;
/** As many codes as are printed at a time. */
const CODES_AT_ONCE = 200;
/** Rounds are open at least so long: a busy machine may have its mind elsewhere for a second or two. */
const LEAST_OPEN_MS = 4_000;
const MOMENT_MS = 20;

const ITEMS = [
  ...['加装电梯', '外立面粉刷', '增加停车位', '楼道照明', '屋顶防水', '管道更新'],
  ...['垃圾房改造', '电动车充电', '儿童游乐角', '晾衣架', '无障碍坡道', '监控安防'],
];

/** Of the lift is said whom it affects most; of what is equally wanted, what costs less comes first. */
export const CHECKLIST = ITEMS.map((text, index) => ({
  text,
  costFen: (ITEMS.length - index) * 1_000_000,
  ...(index === 0 && { affects: LIFT }),
}));

/** What residents were asked and what came of it. */
export interface Vote {
  readonly id: string;
  readonly homes: number;
  readonly receipts: readonly Receipt[];
  /** Papers that two people have read alike. */
  readonly papers: number;
  /** Ballots that came when the round had closed. */
  readonly late: number;
  readonly published: Published;
  /** Requests in a second, from the announcement to the last vote. */
  readonly pace: number;
}

interface Asked {
  readonly purpose: string;
  readonly method: string;
  readonly rule: string;
  readonly question: string;
  readonly scope: object;
  readonly options?: readonly { readonly text: string; readonly costFen: number }[];
  readonly mostTicks?: number;
}

/** Votes in the app, votes on paper: what each chooses, by the number of the home. */
interface Turnout {
  readonly homes: readonly Home[];
  readonly choose: (index: number) => string[];
  readonly onPaper: (index: number) => boolean;
  /** Requests that this platform surely answers in a second. */
  readonly pace: number;
}

export const votesOnPaper = (index: number): boolean => index % OF >= BY_APP;

/**
 * One round: announced, voted on by app and on paper at the same time, closed by the database's clock, counted. How long it is open
 * rests on how fast this machine answers: nobody can close it earlier.
 */
export async function holdRound(
  { staff, platform }: Stage,
  consultationId: string,
  asked: Asked,
  { homes, choose, onPaper, pace }: Turnout,
): Promise<Vote> {
  const all = homes.map((_, index) => index);
  const [papers, apps] = [all.filter(onPaper), all.filter((index) => !onPaper(index))];
  const requests = apps.length + READINGS * papers.length;
  const opened = Date.now();
  const closesAt = opened + Math.max(LEAST_OPEN_MS, (1_000 * requests) / pace);
  const { id } = await staff.post<{ id: string }>(`/v1/consultations/${consultationId}/rounds`, {
    ...asked,
    closesAt: new Date(closesAt).toISOString(),
  });
  const codes = await codesFor(
    staff,
    id,
    papers.flatMap((index) => homes[index]?.id ?? []),
  );
  let late = 0;
  const unlessLate = async <Answer>(ask: Promise<Answer>): Promise<Answer | undefined> => {
    try {
      return await ask;
    } catch (error) {
      if (!(error instanceof ApiRefusal) || error.code !== 'ballot-late') throw error;
      late += 1;
      return undefined;
    }
  };
  const cast = async (index: number) =>
    homes[index]?.account.post<Receipt>('/v1/ballots', { roundId: id, choice: choose(index) });
  const inApp = pMap(apps, (index) => unlessLate(cast(index)), { concurrency: AT_ONCE });
  const readers = READERS.map((reader) => staff.as('staff', reader));
  const read = pMap(
    papers,
    async (index) => {
      const paper = { roundId: id, code: codes.get(homes[index]?.id ?? ''), choice: choose(index) };
      let state: string | undefined;
      for (const reader of readers) {
        state = (await unlessLate(reader.post<{ state: string }>('/v1/ballots/paper', paper)))?.state;
      }
      return state === 'counted';
    },
    { concurrency: AT_ONCE / 2 },
  );
  const [receipts, counted] = await Promise.all([inApp, read]);
  const paceOfVotes = (1_000 * requests) / (Date.now() - opened);
  await pause(closesAt - Date.now() + MOMENT_MS);
  await platform.advance(0);
  const published = await until('the round is closed and counted', () =>
    staff.get<Published>(`/v1/results/${id}/published`).catch(() => false as const),
  );
  return {
    ...{ id, homes: homes.length, late, published, pace: paceOfVotes },
    receipts: receipts.flatMap((receipt) => receipt ?? []),
    papers: counted.filter(Boolean).length,
  };
}

/** A code for each paper, by home. */
async function codesFor(staff: Api, roundId: string, homeIds: readonly string[]): Promise<Map<string, string>> {
  const codes = new Map<string, string>();
  for (let at = 0; at < homeIds.length; at += CODES_AT_ONCE) {
    const householdIds = homeIds.slice(at, at + CODES_AT_ONCE);
    const { items } = await staff.post<{ items: { householdIds: string[]; code: string }[] }>(
      `/v1/rounds/${roundId}/codes`,
      { householdIds },
    );
    for (const { householdIds: of, code } of items) codes.set(of[0] ?? '', code);
  }
  return codes;
}

/** The homes of the stairwell that is to have a lift. */
export const liftHomes = (homes: readonly Home[]): Home[] =>
  homes.filter(({ building, stairwell }) => building === LIFT.building && stairwell === LIFT.stairwell);

/** Those on the top floors say no, but for so many of them. */
export const forTheLift =
  (won: number) =>
  (index: number): string[] => [index < STAIRWELL - LARGE.homes + won ? 'yes' : 'no'];

/** Receipts of a vote whose ballot is not published as it was cast. */
export const brokenReceipts = ({ receipts, published }: Vote): number =>
  receipts.filter((receipt) => faultsOfReceipt(published, receipt).length > 0).length;
