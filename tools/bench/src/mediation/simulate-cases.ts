import type { MatchCandidate, MatchCase, MatchSide, SpeechLevel } from '@huying/mediation';
import { Chance } from './chance.js';
import { counties } from './simulate-town.js';

/**
 * Cases and mediators of whom it is known how likely an agreement is, whoever mediates. The truth is made of what nobody writes down: where
 * people really come from lies on a map rather than in codes, mediators have a gift, tiredness grows faster than the load.
 * What a matching sees are codes, levels, and how earlier cases ended. The truth knows no weights of a matching.
 */
export interface SimulatedCases {
  readonly cases: readonly MatchCase[];
  readonly candidates: readonly MatchCandidate[];
  /** How likely an agreement is, 0 to 1, with these mediators, each having so many cases. */
  readonly chanceOf: (caseId: string, mediatorIds: readonly string[], loadOf: (id: string) => number) => number;
}

export interface SimulatedSize {
  readonly cases: number;
  readonly mediators: number;
}

export const ON = '2026-11-25';

const kinds = ['neighbours', 'family', 'wages', 'property-management', 'tenancy', 'consumer', 'accident', 'other'];
const levels: readonly (readonly [SpeechLevel, number])[] = [
  ['native', 6],
  ['speaks', 3],
  ['understands', 2],
];

/** What is spoken in a county, as far as a list can say. */
function dialectOf(county: string): string {
  const byPrefecture: Readonly<Record<string, string>> = { '3304': 'wu-jiaxing', '3303': 'wu-wenzhou' };
  const byProvince: Readonly<Record<string, string>> = {
    ...{ '33': 'wu', '34': 'zhongyuan', '35': 'min-nan', '36': 'gan', '37': 'jilu', '41': 'zhongyuan' },
    ...{ '42': 'southwestern', '43': 'xiang', '45': 'yue', '50': 'southwestern', '51': 'southwestern' },
    ...{ '52': 'southwestern', '53': 'southwestern', '61': 'zhongyuan', '62': 'lanyin' },
  };
  return byPrefecture[county.slice(0, 4)] ?? byProvince[county.slice(0, 2)] ?? 'mandarin';
}

type Place = readonly [x: number, y: number];

/** A map on which counties of a prefecture lie together mostly, and those of two provinces sometimes side by side. */
function mapOf(chance: Chance): (county: string) => Place {
  const centres = new Map<string, Place>();
  const centre = (code: string, around: Place, spread: number): Place => {
    const known = centres.get(code) ?? [chance.normal(around[0], spread), chance.normal(around[1], spread)];
    centres.set(code, known);
    return known;
  };
  return (county) => {
    const region = centre(county.slice(0, 1), [0, 0], 12);
    const province = centre(county.slice(0, 2), region, 5);
    return centre(county, centre(county.slice(0, 4), province, 2), 1);
  };
}

interface Person {
  readonly county: string;
  readonly place: Place;
  /** How well they get on in Standard Chinese, 0 to 1. */
  readonly standard: number;
}

interface TrueMediator extends Person {
  readonly gift: number;
  readonly knows: ReadonlySet<string>;
  readonly spoken: ReadonlyMap<string, number>;
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
const distance = (a: Place, b: Place): number => Math.hypot(a[0] - b[0], a[1] - b[1]);
const wellSpoken: Readonly<Record<SpeechLevel, number>> = { native: 1, speaks: 0.75, understands: 0.35 };

export function simulateCases(seed: number, size: SimulatedSize): SimulatedCases {
  const chance = new Chance(seed);
  const placeOf = mapOf(chance);
  const homes = chance.shuffled(counties).map((county, at) => [county, 1 / (at + 1)] as const);
  const person = (): Person => {
    const county = chance.weighted(homes);
    return { county, place: placeOf(county), standard: chance.between(0.2, 1) };
  };

  const mediators = new Map<string, TrueMediator>();
  const candidates = Array.from({ length: size.mediators }, (_, at) => {
    const { truth, candidate } = simulateMediator(chance, person(), `m${at}`, size);
    mediators.set(candidate.id, truth);
    return candidate;
  });
  const truths = new Map<string, { kind: string; sides: readonly (readonly Person[])[]; hard: number }>();
  const cases = Array.from({ length: size.cases }, (_, at) => {
    const id = `case${at}`;
    const kind = chance.oneOf(kinds);
    const sides = [0, 1].map(() => simulateSide(chance, person));
    truths.set(id, { kind, sides, hard: chance.normal(0, 0.8) });
    return { id, kind, sides: sides.map((people, side) => seenSide(chance, people, `${id}-${side}`)) };
  });

  const chanceOf: SimulatedCases['chanceOf'] = (caseId, ids, loadOf) => {
    const truth = truths.get(caseId);
    const there = ids.flatMap((id) => mediators.get(id) ?? []);
    const [lead] = there;
    if (!truth || !lead) return 0;
    const trust = truth.sides.map((people) => Math.max(...there.map((one) => trustOf(people, one))));
    const understanding = truth.sides.map((people) => Math.max(...there.map((one) => understandingOf(people, one))));
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    const suspicion = Math.max(...trust) - Math.min(...trust);
    const tired = (loadOf(ids[0] ?? '') / 4) ** 1.5;
    return logistic(
      1.2 * mean(trust) +
        1.0 * Math.min(...trust) -
        0.6 * suspicion +
        1.2 * mean(understanding) +
        0.7 * lead.gift +
        (lead.knows.has(truth.kind) ? 0.5 : 0) -
        0.5 * tired -
        truth.hard -
        1.6,
    );
  };
  return { cases, candidates, chanceOf };
}

/** How far people trust one from elsewhere: it falls with the way, not with borders. */
const trustOf = (people: readonly Person[], { place }: TrueMediator): number =>
  people.reduce((sum, one) => sum + Math.exp(-distance(one.place, place) / 3), 0) / people.length;

const understandingOf = (people: readonly Person[], { spoken, standard }: TrueMediator): number =>
  people.reduce(
    (sum, one) => sum + Math.max(spoken.get(dialectOf(one.county)) ?? 0, one.standard * standard * 0.7),
    0,
  ) / people.length;

/** One person, or a group of whom most are from one place. */
function simulateSide(chance: Chance, person: () => Person): Person[] {
  const first = person();
  const others = chance.happens(0.3) ? chance.whole(1, 8) : 0;
  return [first, ...Array.from({ length: others }, () => (chance.happens(0.7) ? first : person()))];
}

/** What is written down of a side: not everybody says where they are from. */
const seenSide = (chance: Chance, people: readonly Person[], id: string): MatchSide => ({
  id,
  parties: people.map(({ county }, at) => ({
    personId: `${id}-${at}`,
    ...(chance.happens(0.85) ? { hometown: county } : {}),
    ...(chance.happens(0.7) ? { dialects: [dialectOf(county)] } : {}),
    premises: `house-${chance.whole(0, 400)}`,
  })),
});

function simulateMediator(chance: Chance, person: Person, id: string, { cases, mediators }: SimulatedSize) {
  const level = chance.weighted(levels);
  const other = chance.happens(0.25) ? dialectOf(chance.oneOf(counties)) : undefined;
  const dialects = [
    { code: dialectOf(person.county), level },
    ...(other === undefined ? [] : [{ code: other, level: 'understands' as const }]),
  ];
  const knows = new Set(kinds.filter(() => chance.happens(0.25)));
  const gift = chance.normal(0, 1);
  const loadLimit = chance.whole(2, 6);
  // Trained is not the same as able: some list what they do not know, some know what they do not list.
  const fields = kinds.filter((kind) => (knows.has(kind) ? chance.happens(0.8) : chance.happens(0.1)));
  const outcomes = kinds.flatMap((kind) => {
    const ended = chance.poisson(4);
    const likely = logistic(0.3 + 0.7 * gift + (knows.has(kind) ? 0.5 : 0));
    const agreed = Array.from({ length: ended }, () => chance.happens(likely)).filter(Boolean).length;
    return ended > 0 ? [{ kind, ended, agreed }] : [];
  });
  const candidate: MatchCandidate = {
    ...{ id, personId: `person-${id}`, role: 'mediator', hometown: person.county, dialects, languages: [], fields },
    ...{ loadLimit, load: chance.whole(0, loadLimit - (cases > mediators ? 2 : 1)), available: chance.happens(0.95) },
    ...{
      term: { from: '2026-01-01', until: '2028-12-31' },
      ties: [],
      premises: `house-${chance.whole(0, 400)}`,
      outcomes,
    },
  };
  const spoken = new Map(dialects.map((one) => [one.code, wellSpoken[one.level]]));
  return { candidate, truth: { ...person, gift, knows, spoken } satisfies TrueMediator };
}
