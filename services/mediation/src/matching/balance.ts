import { closeTo, type SeenCase } from './points.js';
import type { Balance } from './proposal.js';
import type { MatchingSettings } from './settings.js';

/** The sides, by their number, to which a profile is close. */
export function closeSides(seen: SeenCase, profile: number, { closeFrom }: MatchingSettings): number[] {
  return [...seen.sides.keys()].filter((side) => closeTo(seen, side, profile) >= closeFrom);
}

/** The sides that would have to look on while another side has somebody close to it; none if nobody has. */
export function sidesLeftOut(seen: SeenCase, profile: number, settings: MatchingSettings): number[] {
  const close = closeSides(seen, profile, settings);
  return close.length === 0 ? [] : [...seen.sides.keys()].filter((side) => !close.includes(side));
}

export const isCloseToAll = (
  seen: SeenCase,
  profile: number,
  sides: readonly number[],
  { closeFrom }: MatchingSettings,
): boolean => sides.every((side) => closeTo(seen, side, profile) >= closeFrom);

export function balanceOf(seen: SeenCase, profile: number, partnered: boolean, settings: MatchingSettings): Balance {
  if (closeSides(seen, profile, settings).length === 0) return 'no-side';
  if (sidesLeftOut(seen, profile, settings).length === 0) return 'every-side';
  return partnered ? 'together' : 'one-sided';
}
