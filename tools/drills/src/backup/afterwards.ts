import { Chance } from '@huying/standalone';
import {
  claimsOf,
  getTokens,
  inState,
  redisAgrees,
  RushHour,
  sameSet,
  scene,
  settle,
  type Check,
  type Rusher,
  type Wish,
} from '@huying/tool-demo';
import type { Installation } from './installation.js';
import { isPhotoThere } from './photo.js';
import type { Acknowledged, SteadyClaims } from './steady-claims.js';

/** What the platform was known to hold when it was destroyed. */
export interface Before {
  readonly needId: string;
  /** Acknowledged before the moment of the backup: they must be there. */
  readonly kept: readonly Acknowledged[];
  /** Acknowledged after it: no backup can promise to hold them. */
  readonly later: readonly Acknowledged[];
  readonly minutes: number;
  readonly photo: string;
  /** Those who had not claimed. */
  readonly newcomers: readonly Rusher[];
}

const REPEATED = 20;
/** Each of them had the first place to claim before the load began. */
const FIRST = 1;

export async function readBefore(
  { stores }: Installation,
  of: {
    readonly claims: SteadyClaims;
    readonly takenAt: number;
    readonly photo: string;
    readonly rushers: readonly Rusher[];
  },
): Promise<Before> {
  const { claims, takenAt, photo, rushers } = of;
  return {
    needId: claims.needId,
    kept: claims.acknowledged.filter(({ at }) => at < takenAt),
    later: claims.acknowledged.filter(({ at }) => at >= takenAt),
    minutes: await minutesOf(stores),
    photo,
    newcomers: rushers.slice(FIRST + claims.count),
  };
}

async function minutesOf(stores: Installation['stores']): Promise<number> {
  const sql = 'SELECT sum(minutes) AS minutes FROM service_records';
  const [row] = await stores.rows<{ minutes: string | null }>('volunteer', sql);
  return Number(row?.minutes ?? 0);
}

/** What was acknowledged is there, the same key has the same answer, and the next claim is taken. */
export async function checkAfterwards(found: Installation, known: Before): Promise<Check[]> {
  const { platform, stores, onlooker } = found;
  const hour = new RushHour(platform.url, known.needId, new Chance(0));
  const again = await scene({
    title: 'Claims are repeated with their keys, and somebody claims anew',
    play: async () => {
      const repeated = known.kept.slice(-REPEATED);
      const told = await repeat(
        found,
        hour,
        repeated.map(({ wish }) => wish),
      );
      const [newcomer] = await getTokens(
        platform,
        known.newcomers.slice(0, 1).map(({ volunteerId: id }) => ({ id })),
      );
      const next = newcomer && (await hour.claim(newcomer));
      await settle({ stores, onlooker });
      return { told, next };
    },
    outcome: ({ told }) => `${told.length} claims are repeated with their keys, and somebody claims anew`,
  });
  await hour.end();
  const rows = await claimsOf(stores, known.needId);
  const there = new Set(inState(rows, 'held').map(({ id }) => id));
  const idOf = ({ wish }: Acknowledged) => wish.outcome?.id ?? '';
  const missing = known.kept.filter((one) => !there.has(idOf(one)));
  const minutes = await minutesOf(stores);
  const saved = known.later.filter((one) => there.has(idOf(one))).length;
  return [
    {
      what: 'every claim that was acknowledged before the backup is there',
      ok: known.kept.length > 0 && missing.length === 0,
      detail: `${known.kept.length - missing.length} of ${known.kept.length}; of ${known.later.length} later ones ${saved}`,
    },
    {
      what: 'the same key gets the same answer',
      ok: again.told.length > 0 && again.told.every(Boolean),
      detail: `${again.told.filter(Boolean).length} of ${again.told.length}`,
    },
    { what: 'every hour of service is there', ok: minutes > 0 && minutes === known.minutes, detail: `${minutes} min` },
    { what: 'the photo is there', ok: await isPhotoThere(platform.url, known.photo), detail: known.photo },
    {
      what: 'the next claim is taken',
      ok: again.next?.outcome?.state === 'held',
      detail: again.next?.refusal ?? 'held',
    },
    await redisAgrees('Redis, folded anew, holds the claims of the load', stores, known.needId, rows),
  ];
}

/** Whether each is told what it was told before. */
async function repeat({ platform }: Installation, hour: RushHour, wishes: readonly Wish[]): Promise<boolean[]> {
  const tokens = await getTokens(
    platform,
    wishes.map(({ volunteerId: id }) => ({ id })),
  );
  const same: boolean[] = [];
  for (const [index, { key, outcome }] of wishes.entries()) {
    const rusher = tokens[index];
    const told = rusher && (await hour.claim(rusher, key)).outcome;
    const facts = (one: Wish['outcome']) => [one?.id ?? '', one?.state ?? '', String(one?.place)];
    same.push(told !== undefined && sameSet(facts(told), facts(outcome)));
  }
  return same;
}
