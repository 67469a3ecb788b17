import { COMMUNITY, hometowns, skills } from './community.js';
import { Chance } from './random.js';

/** A volunteer as POST /v1/volunteers/import takes one. */
export interface GeneratedVolunteer {
  readonly id: string;
  readonly name: string;
  readonly phone: string;
  readonly birthDate: string;
  readonly gender: 'female' | 'male';
  readonly skills: readonly string[];
  readonly hometown: string;
  readonly dialects: readonly string[];
  readonly availability: readonly { weekday: number; from: string; until: string }[];
  readonly partyMember: boolean;
  readonly consents: readonly string[];
  readonly trainings: readonly { code: string; validUntil: string }[];
  readonly groupIds: readonly string[];
}

const surnames = [
  ...'王李张刘陈杨赵黄周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚',
];
const given = [
  ...'伟芳娜敏静秀丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉萍红玲梅燕建国文辉力志宁贵福生龙元全胜学祥才发武新利清飞彬富顺信子昌成康星光天达安岩中茂进林有坚和彪博诚先敬震振壮会思群豪心邦承乐绍功松善厚庆裕河哲江浩亮政谦亨奇固之轮翰朗伯宏言若鸣朋斌梁栋维启克伦翔旭鹏泽晨辰士以家致树炎德行时泰盛',
];

/** 西山's volunteer with this number. */
export const volunteerId = (number: number): string => `${COMMUNITY.id}-${String(number).padStart(5, '0')}`;

/**
 * Generates volunteers, always the same for the same seed. Nobody of them exists: names are put together by chance, and
 * telephones are of a satellite network (1740…) that hardly anybody has.
 */
export function* generateVolunteers(wish: {
  count: number;
  seed: number;
  /** The calendar year from which ages count. */
  year: number;
  groupIds: readonly string[];
}): Generator<GeneratedVolunteer> {
  const chance = new Chance(wish.seed);
  const partyMembers = Math.round((wish.count * COMMUNITY.partyMembers) / COMMUNITY.volunteers);
  for (let number = 1; number <= wish.count; number++) {
    // Exactly as many as there should be, spread over all.
    const partyMember =
      Math.floor((number * partyMembers) / wish.count) > Math.floor(((number - 1) * partyMembers) / wish.count);
    yield person(chance, { ...wish, number, partyMember });
  }
}

function person(
  chance: Chance,
  {
    number,
    partyMember,
    year,
    groupIds,
  }: { number: number; partyMember: boolean; year: number; groupIds: readonly string[] },
): GeneratedVolunteer {
  const age = ageOf(chance, partyMember);
  const home = chance.happens(0.4) ? hometowns[0] : chance.oneOf(hometowns);
  const dialects = ['mandarin', home?.dialect ?? 'wu-haining'];
  if (chance.happens(0.2) && !dialects.includes('wu-haining')) dialects.push('wu-haining');
  return {
    id: volunteerId(number),
    name: personName(chance),
    phone: `+861740${String(number).padStart(7, '0')}`,
    birthDate: `${year - age}-${twoDigits(chance.whole(1, 12))}-${twoDigits(chance.whole(1, 28))}`,
    gender: chance.happens(0.58) ? 'female' : 'male',
    skills: chance.someOf(skills, 4),
    hometown: home?.code ?? '330481',
    dialects,
    availability: chance
      .someOf([1, 2, 3, 4, 5, 6, 7], 3)
      .sort()
      .map((weekday) => ({ weekday, ...chance.oneOf(partsOfDay) })),
    partyMember,
    consents: age <= 17 ? ['privacy-notice', 'guardian'] : ['privacy-notice'],
    trainings: trainingsOf(number),
    groupIds: chance.someOf(groupIds, 3),
  };
}

/** A name put together by chance. */
export const personName = (chance: Chance): string =>
  chance.oneOf(surnames) + chance.oneOf(given) + (chance.happens(0.75) ? chance.oneOf(given) : '');

const partsOfDay = [
  { from: '08:30', until: '11:30' },
  { from: '13:30', until: '17:00' },
  { from: '18:30', until: '20:30' },
];

/** One in ten is trained in first aid; of a few the training has expired, and they are refused where it is required. */
function trainingsOf(number: number): GeneratedVolunteer['trainings'] {
  if (number % 10 === 5) return [{ code: 'first-aid', validUntil: '2028-12-31' }];
  return number % 70 === 7 ? [{ code: 'first-aid', validUntil: '2025-12-31' }] : [];
}

/** Most are between 25 and 70; some are pupils, none of whom is in the party. */
function ageOf(chance: Chance, partyMember: boolean): number {
  if (!partyMember && chance.happens(0.06)) return chance.whole(15, 17);
  return chance.happens(0.15) ? chance.whole(60, 82) : chance.whole(19, 62);
}

const twoDigits = (number: number): string => String(number).padStart(2, '0');
