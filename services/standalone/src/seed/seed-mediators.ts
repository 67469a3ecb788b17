import type { Api } from './api.js';
import { COMMUNITY, hometowns } from './community.js';
import { personName, volunteerId } from './people.js';
import { patiently } from './patiently.js';
import { Chance } from './random.js';

/** The 乡音娘舅 of 潮乡家园 people's mediation committee. */
export const MEDIATORS = 19;
/** Volunteers whom people of a hometown trust. */
const GO_BETWEENS = 8;

const DAY_MS = 86_400_000;
const kinds = ['neighbours', 'family', 'wages', 'property-management', 'tenancy', 'consumer', 'accident', 'other'];
const trainings = ['mediation-basics', 'labour-law', 'family-counselling', 'property-law'];
const trusts = ['老乡会副会长', '来海宁二十年的老师傅', '退休教师,乡里乡亲都认', '商会理事,为人公道'];

const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

/**
 * The mediators, always with the same names, none of whom exists, and some go-betweens. Goes on where it broke off.
 * @param volunteers how many there are, the first of whom go between
 * @returns how many mediators there are
 */
export async function seedMediators(staff: Api, seed: number, volunteers: number): Promise<number> {
  const chance = new Chance(seed);
  const known = (await staff.list('/v1/mediators')).length;
  for (let number = 0; number < MEDIATORS; number++) {
    const { code: hometown, dialect } = chance.oneOf(hometowns);
    const wish = {
      ...{ name: personName(chance), accountId: `${COMMUNITY.id}-mediator-${number + 1}`, hometown },
      dialects: [
        { code: dialect, level: 'native' },
        // Whoever has lived here for long understands the dialect of Haining.
        ...(dialect === 'wu-haining' ? [] : [{ code: 'wu-haining', level: chance.oneOf(['understands', 'speaks']) }]),
      ],
      fields: chance.someOf(kinds, 4),
      trainings: chance.someOf(trainings, 2),
      ...{ loadLimit: chance.whole(3, 6), termFrom: inDays(-chance.whole(30, 700)), termUntil: inDays(365) },
      standing: number < 5 ? '人民调解委员会委员' : '乡音娘舅',
    };
    if (number >= known) await staff.post('/v1/mediators', wish);
  }
  const registered = (await staff.list('/v1/go-betweens')).length;
  for (let number = 0; number < Math.min(GO_BETWEENS, volunteers); number++) {
    const { code: hometown, dialect } = chance.oneOf(hometowns.slice(5));
    const [name, trust] = [personName(chance), chance.oneOf(trusts)];
    const wish = { name, volunteerId: volunteerId(number + 1), hometown, trust };
    if (number >= registered) {
      await registerGoBetween(staff, { ...wish, dialects: [{ code: dialect, level: 'native' }] });
    }
  }
  return MEDIATORS;
}

/** Registers a volunteer as somebody whom people of a hometown trust. */
export const registerGoBetween = (staff: Api, wish: object): Promise<unknown> =>
  patiently(
    () => staff.post('/v1/go-betweens', wish),
    ({ code }) => code === 'go-between-unknown-volunteer',
  );
