/** How an organisation fares, as the hub sees it: a number from what was done in the last ninety days. See docs/organizations.md. */

/** Days that count, until today. */
export const HEALTH_DAYS = 90;

/** What was done, and what came of it. */
export interface Work {
  /** Activities and class sessions held. */
  readonly activities: number;
  /** Minutes of service recorded for its needs. */
  readonly minutes: number;
  /** Volunteers who served. */
  readonly volunteers: number;
  /** Money in kind given to it by partners, in yuan. */
  readonly inKind: number;
  /** Ratings of its needs, one to five, and how many there are. */
  readonly meanRating: number;
  readonly ratings: number;
  /** Milestones due so far, and those of them that were reached in time. */
  readonly milestonesDue: number;
  readonly milestonesInTime: number;
}

export const healthParts = ['activity', 'hours', 'volunteers', 'in-kind', 'satisfaction', 'milestones'] as const;
export type HealthPart = (typeof healthParts)[number];

/** How much a part counts, and, where more is better up to a point, how much is full. */
export const healthWeights: Readonly<Record<HealthPart, { readonly weight: number; readonly full?: number }>> = {
  activity: { weight: 25, full: 6 },
  hours: { weight: 20, full: 100 },
  volunteers: { weight: 15, full: 20 },
  'in-kind': { weight: 10, full: 5_000 },
  satisfaction: { weight: 20 },
  milestones: { weight: 10 },
};

/** A part of the score: from 0 to 1, or undefined where there is nothing to judge by. */
function partOf(part: HealthPart, work: Work): number | undefined {
  const full = healthWeights[part].full ?? 1;
  const upTo = (value: number): number => Math.min(value / full, 1);
  switch (part) {
    case 'activity':
      return upTo(work.activities);
    case 'hours':
      return upTo(work.minutes / 60);
    case 'volunteers':
      return upTo(work.volunteers);
    case 'in-kind':
      return upTo(work.inKind);
    case 'satisfaction':
      return work.ratings === 0 ? undefined : (work.meanRating - 1) / 4;
    case 'milestones':
      return work.milestonesDue === 0 ? undefined : work.milestonesInTime / work.milestonesDue;
  }
}

/** The score, 0 to 100, and what it is made of; parts without anything to judge by do not count, for better or for worse. */
export function healthOf(work: Work): { score: number; parts: Partial<Record<HealthPart, number>> } {
  const judged = healthParts.flatMap((part) => {
    const value = partOf(part, work);
    return value === undefined ? [] : [{ part, value, weight: healthWeights[part].weight }];
  });
  const weights = judged.reduce((sum, { weight }) => sum + weight, 0);
  const score = judged.reduce((sum, { value, weight }) => sum + value * weight, 0) / weights;
  const parts = Object.fromEntries(judged.map(({ part, value }) => [part, Math.round(value * 100) / 100]));
  return { score: Math.round(score * 100), parts };
}
