import { expect } from '@jest/globals';
import { meets } from '../../src/rules/fit.js';
import { isSeat, lineOf, type Pool } from '../../src/rules/pool.js';

/** What must hold after every decision, said apart from how decisions are made. */
export function ensureSound(pool: Pool): void {
  for (const need of pool.needs.values()) {
    const records = [...need.claims.values()];
    const keeping = records.filter(({ place }) => place > 0);
    // Never more held than places, and no place twice.
    expect(keeping).toHaveLength(need.held);
    if (need.config.dispatch !== 'alert') expect(need.held).toBeLessThanOrEqual(need.places);
    expect(new Set(keeping.map(({ place }) => place)).size).toBe(keeping.length);
    // Whoever waits stands in line, alone or behind the first of the party; nobody else does.
    const standing = records.filter(({ state }) => state === 'waiting');
    const represented = lineOf(need).flatMap((first) => {
      const party = need.claims.get(first)?.party ?? [];
      return party.length > 0 ? party : [first];
    });
    expect(represented).toHaveLength(standing.length);
    expect(represented.every((id) => need.claims.get(id)?.state === 'waiting')).toBe(true);
    // A claim that has ended keeps nothing.
    expect(records.filter(({ state, place }) => state === 'ended' && place !== 0)).toEqual([]);
  }
  for (const [volunteer, { entries }] of pool.calendars) {
    // Nobody is in two places at once, the way between them counted.
    for (const [index, one] of entries.entries()) {
      for (const other of entries.slice(index + 1))
        expect({ volunteer, meet: meets(one, other) }).toEqual({ volunteer, meet: false });
    }
  }
  for (const [id, need] of pool.needs) {
    for (const [claimant, record] of need.claims) {
      const holds = record.state === 'held' || (record.state === 'offered' && record.source === 'moved');
      if (isSeat(claimant) || need.config.dispatch === 'alert') continue;
      const entries = pool.calendars.get(claimant)?.entries.filter((entry) => entry.need === id) ?? [];
      expect({ claimant, entries: entries.length }).toEqual({ claimant, entries: holds ? 1 : 0 });
    }
  }
}
