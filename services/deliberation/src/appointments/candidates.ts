import { offices, type Office } from './appointment.entity.js';

/** What somebody has done for the estate. */
export interface Deeds {
  readonly personId: string;
  /** Findings that they raised and that were rectified and closed: what was no fault counts for nothing. */
  readonly findings: number;
  /** Findings of others that they checked. */
  readonly rechecks: number;
  /** Talks in which they said something that was shown. */
  readonly rounds: number;
  /** Minutes of service that the volunteer service recorded. */
  readonly serviceMinutes: number;
  /** Offices that they hold or held. */
  readonly held: readonly Office[];
}

/** Somebody who could be asked, and for what. */
export interface Candidate extends Deeds {
  readonly points: number;
  /** The office after the furthest that they have come to; null: there is none further. */
  readonly next: Office | null;
}

/** What a deed is worth; four hours of service as much as a round. */
export const POINTS = { finding: 3, recheck: 2, round: 1, serviceMinutes: 240 } as const;

export function pointsOf({ findings, rechecks, rounds, serviceMinutes }: Deeds): number {
  const service = Math.floor(serviceMinutes / POINTS.serviceMinutes);
  return findings * POINTS.finding + rechecks * POINTS.recheck + rounds * POINTS.round + service;
}

/** The path of roles: a grid worker after a seat in a team, then steward of a stairwell, then leader of a micro-grid. */
export function nextOffice(held: readonly Office[]): Office | null {
  const furthest = Math.max(-1, ...held.map((office) => offices.indexOf(office)));
  return offices[furthest + 1] ?? null;
}

/** Whoever has done most first; who is equal, by account. Who has done nothing is not proposed. */
export function rank(people: readonly Deeds[]): Candidate[] {
  return people
    .map((deeds) => ({ ...deeds, points: pointsOf(deeds), next: nextOffice(deeds.held) }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points || (a.personId < b.personId ? -1 : 1));
}
