import { Chance, generateVolunteers, type GeneratedVolunteer } from '@huying/standalone';

/** The skill that the need of the story asks for. */
export const NEEDED_SKILL = 'elderly-care';
export const NEEDED_AGE = 18;

/**
 * The volunteers of the demo: most are fit for the need, some lack the skill, some are too young, some are not in the
 * group, so that the rush has refusals as in life.
 */
export function demoVolunteers(count: number, seed: number, groupId: string): GeneratedVolunteer[] {
  const chance = new Chance(seed + 1);
  const year = new Date().getFullYear();
  return [...generateVolunteers({ count, seed, year, groupIds: [] })].map((volunteer) => ({
    ...volunteer,
    skills: chance.happens(0.93)
      ? [...new Set([...volunteer.skills, NEEDED_SKILL])]
      : volunteer.skills.filter((skill) => skill !== NEEDED_SKILL),
    groupIds: chance.happens(0.95) ? [groupId] : [],
  }));
}
