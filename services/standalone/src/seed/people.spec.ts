import { describe, expect, it } from '@jest/globals';
import { COMMUNITY } from './community.js';
import { generateVolunteers } from './people.js';

const wish = { count: COMMUNITY.volunteers, seed: 2010, year: 2026, groupIds: ['g-1', 'g-2', 'g-3'] };

describe('the people of Xishan', () => {
  const people = [...generateVolunteers(wish)];

  it('are always the same for the same seed, and others for another', () => {
    expect([...generateVolunteers(wish)]).toEqual(people);
    expect([...generateVolunteers({ ...wish, count: 5, seed: 1 })]).not.toEqual(people.slice(0, 5));
  });

  it('are 21,000, of whom 4,500 are in the party, each with a telephone of their own', () => {
    expect(people).toHaveLength(21_000);
    expect(people.filter(({ partyMember }) => partyMember)).toHaveLength(4_500);
    expect(new Set(people.map(({ phone }) => phone)).size).toBe(21_000);
    expect(people.every(({ phone }) => /^\+861740\d{7}$/.test(phone))).toBe(true);
  });

  it('may all be volunteers: none is younger than 14, and pupils bring their guardians’ consent', () => {
    const ages = people.map(({ birthDate }) => wish.year - Number(birthDate.slice(0, 4)));
    expect(Math.min(...ages)).toBeGreaterThan(14);
    const young = people.filter((_, index) => (ages[index] ?? 0) < 18);
    expect(young.length).toBeGreaterThan(500);
    expect(young.every(({ consents, partyMember }) => consents.includes('guardian') && !partyMember)).toBe(true);
  });

  it('may all claim: each has read the privacy notice', () => {
    expect(people.every(({ consents }) => consents.includes('privacy-notice'))).toBe(true);
  });

  it('are trained in first aid now and then, and some were once', () => {
    const until = (date: string) =>
      people.filter(({ trainings }) => trainings.some(({ validUntil }) => validUntil === date)).length;
    expect([until('2028-12-31'), until('2025-12-31')]).toEqual([2_100, 300]);
  });

  it('can do different things, come from different places and are in different groups', () => {
    const kinds = (of: (person: (typeof people)[number]) => readonly string[]) => new Set(people.flatMap(of)).size;
    expect(kinds(({ skills }) => skills)).toBeGreaterThan(10);
    expect(kinds(({ hometown }) => [hometown])).toBeGreaterThan(10);
    expect(kinds(({ groupIds }) => groupIds)).toBe(3);
    expect(kinds(({ name }) => [name])).toBeGreaterThan(10_000);
  });
});
