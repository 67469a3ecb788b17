import type { Complaint } from '@huying/mediation';
import { Chance } from './chance.js';
import { hometownOf, simulateTown, type Employer, type Premises, type Town } from './simulate-town.js';

/** A workshop that stopped paying, and what came of it. The truth that a detector does not see. */
export interface Outbreak {
  readonly id: string;
  readonly employer: string;
  readonly affected: number;
  /** Its complaints in order of time. */
  readonly complaintIds: readonly string[];
}

export interface SimulatedYear {
  readonly seed: number;
  /** In order of time. */
  readonly complaints: readonly Complaint[];
  readonly outbreaks: readonly Outbreak[];
  /** What comes before is history, without outbreaks: there to know what is usual. */
  readonly from: number;
  readonly until: number;
}

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const HISTORY_DAYS = 120;
const YEAR_DAYS = 365;
const OUTBREAKS_A_YEAR = 8;
const OUTBREAK_DAYS = 21;
/** The seventeenth of February, later in the second year; the days are counted from the first of January 2026. */
const SPRING_FESTIVALS = [47, 402];

/** Complaints a year of a community of ten thousand, by kind; and what they name, how often. */
const kinds = {
  neighbours: { perYear: 420, names: { employer: 0, premises: 0.8 } },
  family: { perYear: 260, names: { employer: 0, premises: 0.3 } },
  wages: { perYear: 380, names: { employer: 0.9, premises: 0.3 } },
  'property-management': { perYear: 600, names: { employer: 0, premises: 0.9 } },
  tenancy: { perYear: 320, names: { employer: 0, premises: 0.7 } },
  consumer: { perYear: 300, names: { employer: 0, premises: 0.4 } },
  accident: { perYear: 160, names: { employer: 0.5, premises: 0.3 } },
  other: { perYear: 560, names: { employer: 0.1, premises: 0.3 } },
} as const;
type Kind = keyof typeof kinds;
const kindNames = Object.keys(kinds) as Kind[];

/** How often the voice, the hometown and the right kind are known, and how people behave. */
const VOICE_KNOWN = 0.85;
const HOMETOWN_KNOWN = 0.6;
const KIND_WRONG = 0.08;
const CALLS_AGAIN = 0.25;
const BRINGS_COMPANIONS = 0.12;
const ANOTHER_COMPANION = 0.4;

/** What one complains about, and who: before it is known how much of it is written down. */
interface Grievance {
  readonly at: number;
  readonly kind: Kind;
  readonly person: string;
  readonly employer?: Employer;
  readonly premises?: string;
  readonly hometown: string;
  readonly outbreak?: string;
}

/** How many times the usual of that kind on that day. */
function season(kind: Kind, day: number): number {
  const weekday = (4 + day) % 7;
  const week = weekday === 0 || weekday === 6 ? 0.6 : weekday === 1 ? 1.4 : 1.16;
  const toFestival = Math.min(
    ...SPRING_FESTIVALS.map((festival) => (festival >= day - 10 ? festival - day : Infinity)),
  );
  const festival = toFestival <= 0 ? 0.3 : kind === 'wages' && toFestival <= 35 ? 2.2 : 1;
  const heat = kind === 'property-management' ? 1 + 0.3 * Math.cos((2 * Math.PI * (day - 200)) / 182.5) : 1;
  return week * festival * heat;
}

/** A year of a community with hidden outbreaks, after a history without. */
export function simulateYear(seed: number): SimulatedYear {
  const chance = new Chance(seed);
  const town = simulateTown(chance);
  const outbreaks = planOutbreaks(chance, town);
  const grievances = [...ordinary(chance, town), ...outbreaks.flatMap((one) => suffered(chance, town, one))].flatMap(
    (grievance) => [grievance, ...again(chance, grievance)],
  );
  grievances.sort((a, b) => a.at - b.at);
  const until = START + (HISTORY_DAYS + YEAR_DAYS) * DAY;
  const told = grievances
    .filter(({ at }) => at < until)
    .map((grievance, at) => ({ grievance, complaint: written(chance, grievance, `c${at}`) }));
  return {
    ...{ seed, until, from: START + HISTORY_DAYS * DAY },
    complaints: told.map(({ complaint }) => complaint),
    outbreaks: outbreaks.map(({ id, employer, affected }) => ({
      ...{ id, affected, employer: employer.id },
      complaintIds: told.filter(({ grievance }) => grievance.outbreak === id).map(({ complaint }) => complaint.id),
    })),
  };
}

interface PlannedOutbreak {
  readonly id: string;
  readonly employer: Employer;
  readonly affected: number;
  readonly startsAt: number;
}

/** Five to forty people of a workshop that has as many, on a day of the year that leaves time for all three weeks. */
function planOutbreaks(chance: Chance, { employers }: Town): PlannedOutbreak[] {
  const hit = new Set<Employer>();
  return Array.from({ length: OUTBREAKS_A_YEAR }, (_, at) => {
    const affected = chance.whole(5, 40);
    const employer = chance.oneOf(
      employers.filter((one) => one.id.startsWith('workshop') && one.size >= affected && !hit.has(one)),
    );
    hit.add(employer);
    const day = HISTORY_DAYS + chance.between(0, YEAR_DAYS - OUTBREAK_DAYS);
    return { id: `outbreak-${at}`, employer, affected, startsAt: START + day * DAY };
  });
}

/** Everybody complains once within the three weeks, more of them later: some outbreaks grow slowly, some come at once. */
function suffered(chance: Chance, town: Town, { id, employer, affected, startsAt }: PlannedOutbreak): Grievance[] {
  const onset = chance.between(0.5, 1.2);
  return Array.from({ length: affected }, (_, at) => ({
    at: startsAt + OUTBREAK_DAYS * DAY * chance.next() ** onset,
    kind: 'wages' as const,
    person: `${id}-${at}`,
    ...{ employer, premises: employer.premises, outbreak: id },
    hometown: hometownOf(chance, employer, town),
  }));
}

function ordinary(chance: Chance, town: Town): Grievance[] {
  const byTrouble = {
    employers: town.employers.map((one) => [one, one.size * one.trouble] as const),
    premises: town.premises.map((one) => [one, one.size * one.trouble] as const),
  };
  const grievances: Grievance[] = [];
  for (let week = 0; week * 7 < HISTORY_DAYS + YEAR_DAYS; week++) {
    const mood = chance.varying(20);
    for (let day = week * 7; day < week * 7 + 7; day++) {
      for (const kind of kindNames) {
        const count = chance.poisson((kinds[kind].perYear / 365 / 1.25) * mood * season(kind, day));
        for (let at = 0; at < count; at++) {
          const person = `p${week}-${day}-${kind}-${at}`;
          const first = oneGrievance(chance, town, byTrouble, kind, START + (day + chance.next()) * DAY, person);
          grievances.push(first, ...companions(chance, first));
        }
      }
    }
  }
  return grievances;
}

interface ByTrouble {
  readonly employers: readonly (readonly [Employer, number])[];
  readonly premises: readonly (readonly [Premises, number])[];
}

function oneGrievance(
  chance: Chance,
  town: Town,
  { employers, premises }: ByTrouble,
  kind: Kind,
  at: number,
  person: string,
): Grievance {
  if (kinds[kind].names.employer > 0) {
    const employer = chance.weighted(employers);
    return { at, kind, person, employer, premises: employer.premises, hometown: hometownOf(chance, employer, town) };
  }
  return { at, kind, person, premises: chance.weighted(premises).id, hometown: chance.weighted(town.hometowns) };
}

/** Colleagues and neighbours who call about the same in the next days: ordinary, and no outbreak. */
function companions(chance: Chance, first: Grievance): Grievance[] {
  if (!chance.happens(BRINGS_COMPANIONS)) return [];
  return Array.from({ length: 1 + chance.run(ANOTHER_COMPANION) }, (_, at) => ({
    ...first,
    at: first.at + chance.between(0, 3 * DAY),
    person: `${first.person}-with-${at}`,
  }));
}

/** The same person calls again, some days later each time. */
function again(chance: Chance, grievance: Grievance): Grievance[] {
  let { at } = grievance;
  return Array.from({ length: chance.run(CALLS_AGAIN) }, () => ({
    ...grievance,
    at: (at += chance.between(0.5, 8) * DAY),
  }));
}

/** What of it is written down. */
function written(chance: Chance, grievance: Grievance, id: string): Complaint {
  const { names } = kinds[grievance.kind];
  const { employer, premises, hometown, person, at } = grievance;
  return {
    ...{ id, at, source: chance.weighted([['call', 7] as const, ['need', 2], ['case', 1]]) },
    kind: chance.happens(KIND_WRONG) ? chance.oneOf(kindNames) : grievance.kind,
    ...(chance.happens(VOICE_KNOWN) ? { voice: person } : {}),
    ...(employer && chance.happens(names.employer) ? { employer: employer.id } : {}),
    ...(premises !== undefined && chance.happens(names.premises) ? { premises } : {}),
    ...(chance.happens(HOMETOWN_KNOWN) ? { hometown } : {}),
  };
}
