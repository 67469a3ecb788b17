import type { Api } from './api.js';
import { PARTNERS } from './organizations.js';
import { personName } from './people.js';
import { Chance } from './random.js';

type Kind = keyof typeof PARTNERS;

interface Partner {
  readonly id: string;
}

const DAY_MS = 86_400_000;
const trades = ['皮革', '经编', '家纺', '光伏', '电子', '食品', '物流', '家居', '建材'];
const provinces = ['安徽', '河南', '江西', '四川', '贵州', '湖南', '重庆'];

/** One in so many of the persons has an offer. */
const OFFERING = 20;

const offers = [
  { kind: 'room', title: '会议室周末免费使用', amount: 100, unit: 'hour', meantFor: ['room', 'classes'], skills: [] },
  {
    kind: 'in-kind',
    title: '节日慰问物资',
    amount: 20_000,
    unit: 'cny-value',
    meantFor: ['SG', 'campaign'],
    skills: [],
  },
  { kind: 'job', title: '面向新居民的岗位', amount: 30, unit: 'place', meantFor: ['SS'], skills: [] },
  { kind: 'goods', title: '图书与文具', amount: 500, unit: 'piece', meantFor: ['classes', 'CP'], skills: [] },
  {
    kind: 'skill',
    title: '法律与财务咨询',
    amount: 60,
    unit: 'hour',
    meantFor: ['registration', 'accounts', 'SS'],
    skills: ['legal-advice'],
  },
  { kind: 'discount', title: '志愿者购物折扣', amount: 15, unit: 'percent', meantFor: [], skills: [] },
] as const;

const nameOf: Record<Kind, (number: number, chance: Chance) => string> = {
  'listed-company': (number) => `潮乡${trades[number % trades.length] ?? ''}股份有限公司`,
  'chamber-of-commerce': (number) => `海宁市${provinces[number % provinces.length] ?? ''}商会`,
  'new-stratum': (_, chance) => personName(chance),
};

/**
 * The federation's members, always with the same names, none of whom exists, and what some of them offer. Goes on where it broke off.
 * @returns how many partners there are
 */
export async function seedPartners(staff: Api, seed: number): Promise<number> {
  const chance = new Chance(seed);
  const until = new Date(Date.now() + 180 * DAY_MS).toISOString().slice(0, 10);
  const period = { fromOn: new Date().toISOString().slice(0, 10), untilOn: until };
  const kinds = Object.keys(PARTNERS) as Kind[];
  // All by one order of chance before any of them is sent: they keep their names whoever is there already.
  const wishes = kinds.map((kind) => {
    const names = Array.from({ length: PARTNERS[kind] }, (_, number) => nameOf[kind](number, chance));
    return { kind, names };
  });
  const enter = async ({ kind, names }: (typeof wishes)[number]) => {
    const seeder = staff.as('staff', `seed-${kind}`);
    const known = await seeder.list<Partner>(`/v1/partners?kind=${kind}`);
    for (const [number, name] of names.entries()) {
      if (number < known.length) continue;
      const accountId = `partner-${kind}-${number + 1}`;
      const { id } = await seeder.post<Partner>('/v1/partners', { kind, name, accountId });
      const offer = offers[number % offers.length];
      const offering = kind !== 'new-stratum' || number % OFFERING === 0;
      if (offer && offering) await seeder.post('/v1/offers', { partnerId: id, ...offer, ...period });
    }
  };
  await Promise.all(wishes.map(enter));
  return wishes.reduce((total, { names }) => total + names.length, 0);
}
