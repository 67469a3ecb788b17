import type { Chance } from './chance.js';

/**
 * A community of newcomers as Xishan is one: workshops that hire by hometown, a few factories, houses. It knows nothing of any detector:
 * its figures were set before the first one ran, from what is said of such places, and were not changed for the results.
 */

export interface Employer {
  readonly id: string;
  readonly size: number;
  /** The building, which workshops share. */
  readonly premises: string;
  /** Where most of its people are from. */
  readonly hometown: string;
  /** Of its people from there. */
  readonly fromThere: number;
  /** How many times as many quarrels over wages as others of its size. */
  readonly trouble: number;
}

export interface Premises {
  readonly id: string;
  readonly size: number;
  readonly trouble: number;
}

export interface Town {
  readonly employers: readonly Employer[];
  readonly premises: readonly Premises[];
  /** Counties with how many people are from there. */
  readonly hometowns: readonly (readonly [code: string, weight: number])[];
}

const WORKSHOPS = 300;
const FACTORIES = 12;
const HOUSES = 150;
const WORKSHOPS_IN_A_BUILDING = 6;

/** Counties of the provinces that most newcomers of Zhejiang come from, and Haining itself. */
export const counties: readonly string[] = [
  ...['330481', '330402', '330327', '341202', '341221', '341502', '341522', '411502', '411524', '411628'],
  ...['421002', '421022', '430602', '430626', '360102', '361102', '361128', '500101', '500230', '500235'],
  ...['511302', '511321', '511623', '513022', '520302', '520324', '522422', '522629', '530602', '530627'],
  ...['610902', '620802', '450107', '450921', '350505', '371702', '410122', '421122', '430902', '360735'],
];

export function simulateTown(chance: Chance): Town {
  // As it is with cities: the second half as many as the first, the third a third.
  const hometowns = chance.shuffled(counties).map((code, at): readonly [string, number] => [code, 1 / (at + 1)]);
  const employer = (id: string, size: number, premises: string): Employer => ({
    ...{ id, size: Math.max(3, Math.round(size)), premises },
    hometown: chance.weighted(hometowns),
    fromThere: chance.between(0.3, 0.9),
    trouble: chance.varying(0.6),
  });
  const workshops = Array.from({ length: WORKSHOPS }, (_, at) =>
    employer(`workshop-${at}`, chance.logNormal(10, 0.8), `building-${Math.floor(at / WORKSHOPS_IN_A_BUILDING)}`),
  );
  const factories = Array.from({ length: FACTORIES }, (_, at) =>
    employer(`factory-${at}`, chance.logNormal(250, 0.5), `factory-site-${at}`),
  );
  const premises = Array.from({ length: HOUSES }, (_, at) => ({
    id: `house-${at}`,
    size: chance.logNormal(50, 0.6),
    trouble: chance.varying(0.5),
  }));
  return { employers: [...workshops, ...factories], premises, hometowns };
}

/** Where one who works there is from. */
export const hometownOf = (chance: Chance, { hometown, fromThere }: Employer, town: Town): string =>
  chance.happens(fromThere) ? hometown : chance.weighted(town.hometowns);
