import { describe, expect, it } from '@jest/globals';
import { EventsSeen } from './check-events.js';
import type { LedgerEntry } from './ledger.js';

const entry = (sequence: number, kind: string, data: object = {}) =>
  ({ epoch: 1, sequence, at: 0, operation: kind, kind, data }) as unknown as LedgerEntry;

const ledger = [
  entry(1, 'volunteers'),
  entry(2, 'opened'),
  entry(3, 'held'),
  entry(4, 'promoted', { passed: [{ claim: 'c-1', volunteer: 'an', refusal: -10 }] }),
];

function told(...events: [string, number, string?][]): EventsSeen {
  const seen = new EventsSeen();
  for (const [type, sequence, claimId] of events)
    seen.add(type, { communityId: 'xishan', sequence: String(sequence), claimId });
  return seen;
}

const all: [string, number, string?][] = [
  ['PlacesOpened', 2],
  ['PlaceHeld', 3],
  ['PlaceHeld', 4],
  ['PassedOver', 4, 'c-1'],
];

describe('holding events against the ledger', () => {
  it('finds nothing where each entry was told, also twice', async () => {
    const seen = told(...all, ...all);
    expect(await seen.compare('xishan', ledger)).toEqual([]);
    expect(seen.repeated).toBe(4);
  });

  it.each<[string, [string, number, string?][]]>([
    ['an event is missing', all.filter(([, sequence]) => sequence !== 3)],
    ['somebody was not told of being passed', all.slice(0, 3)],
    ['an event tells of what never was', [...all, ['PlaceHeld', 9]]],
    ['an event is of another kind', [...all.slice(0, 1), ['PlaceReleased', 3], ...all.slice(2)]],
  ])('notices when %s', async (_, events) => {
    expect(await told(...events).compare('xishan', ledger)).toHaveLength(1);
  });

  it('notices two events that contradict each other', () => {
    expect(told(...all, ['PlaceReleased', 3]).contradictions).toHaveLength(1);
  });
});
