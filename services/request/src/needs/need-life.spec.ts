import type { Message } from '@bufbuild/protobuf';
import { Problem } from '@huying/http';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { needStates, type Need, type NeedState } from './need.entity.js';
import { aNeed, now as beginning } from './need.examples.js';
import { apply } from './need-history.js';
import { cancel, close, complete, expire, follow, raise, rate, reopen, startService } from './need.js';
import { publish } from './publication.js';

/** Where a need may go from where it stands: said once more, beside the decisions. */
const ways: Record<NeedState, readonly NeedState[]> = {
  draft: ['published', 'cancelled', 'expired'],
  published: ['filled', 'in-service', 'completed', 'cancelled', 'expired'],
  filled: ['published', 'in-service', 'completed', 'cancelled'],
  'in-service': ['completed'],
  completed: ['closed', 'draft'],
  closed: ['draft'],
  cancelled: ['draft'],
  expired: ['draft'],
};

type Deed = (need: Need, now: Temporal.Instant, held: number) => Message | undefined;

const hours = fc.integer({ min: -3, max: 60 });
const by = 'staff-1';
const reason = '已商定';
const after = (now: Temporal.Instant, wait: number): Temporal.Instant => now.add({ hours: wait });

const deeds: fc.Arbitrary<Deed>[] = [
  fc.tuple(fc.option(hours, { nil: undefined }), fc.option(hours, { nil: undefined })).map(
    ([opens, closes]): Deed =>
      (need, now) =>
        publish(need, {
          by,
          now,
          opensAt: opens === undefined ? undefined : after(now, opens),
          closesAt: closes === undefined ? undefined : after(now, closes),
          groupIds: [],
          waitingList: true,
        }),
  ),
  fc.constant<Deed>((need, now, held) => follow(need, held, { by, now, reason })),
  fc.constant<Deed>((need, now) => startService(need, { by, now, reason })),
  fc.constant<Deed>((need, now) => complete(need, { by, now, reason })),
  fc.constant<Deed>((need, now) => close(need, { by, now, reason })),
  fc.constant<Deed>((need, now) => cancel(need, { by, now, reason })),
  fc.constant<Deed>((need, now, held) => expire(need, held, { by, now, reason })),
  fc.integer({ min: 1, max: 5 }).map(
    (rating): Deed =>
      (need, now) =>
        rate(need, { by, now, rating, text: '' }),
  ),
  fc.tuple(hours, hours).map(
    ([starts, ends]): Deed =>
      (need, now) =>
        reopen(need, { by, now, reason, startsAt: after(now, starts), endsAt: after(now, ends) }),
  ),
];

const steps = fc.array(
  fc.record({ deed: fc.oneof(...deeds), wait: fc.integer({ min: 0, max: 12 }), held: fc.integer({ min: 0, max: 3 }) }),
  { minLength: 1, maxLength: 40 },
);

const isBefore = (a: Temporal.Instant, b: Temporal.Instant): boolean => Temporal.Instant.compare(a, b) < 0;

/** What is true of every need at every time. */
function expectSound(need: Need): void {
  expect(needStates).toContain(need.state);
  expect(isBefore(need.startsAt, need.endsAt)).toBe(true);
  expect(need.startsAt.until(need.endsAt).total('hours')).toBeLessThanOrEqual(24);
  if (need.rating !== null) expect(['completed', 'closed']).toContain(need.state);
  if (need.state === 'draft') {
    expect([need.opensAt, need.closesAt, need.releaseUntil, need.publishedAt]).toEqual([null, null, null, null]);
  }
  if (['published', 'filled', 'in-service', 'completed', 'closed'].includes(need.state)) {
    const { opensAt, closesAt, publishedAt, releaseUntil } = need;
    if (!opensAt || !closesAt || !publishedAt || !releaseUntil) throw new Error(`A ${need.state} need has no times.`);
    expect(isBefore(opensAt, need.startsAt)).toBe(true);
    expect(isBefore(opensAt, closesAt)).toBe(true);
    expect(isBefore(need.endsAt, closesAt)).toBe(false);
    expect(isBefore(opensAt, publishedAt)).toBe(false);
    expect(need.publication).toBeGreaterThan(0);
  }
}

describe('the life of a need', () => {
  it('stays sound, whatever is tried in whatever order', () => {
    const reached = new Set<NeedState>();
    fc.assert(
      fc.property(steps, (tried) => {
        const need = aNeed();
        apply(need, raise(need, { by, now: beginning, reason }));
        let now = beginning;
        for (const { deed, wait, held } of tried) {
          now = after(now, wait);
          const before = { ...need };
          const event = attempt(() => deed(need, now, held));
          if (event === 'refused' || event === undefined) {
            expect({ ...need }).toEqual(before);
            continue;
          }
          if (event.$typeName.endsWith('FeedbackGiven')) need.rating = (event as unknown as { rating: number }).rating;
          else {
            apply(need, event);
            expect(ways[before.state]).toContain(need.state);
          }
          if (need.state === 'filled') expect(held).toBeGreaterThanOrEqual(need.places);
          if (need.state === 'expired') expect([held, isBefore(now, need.endsAt)]).toEqual([0, false]);
          expect(need.publication).toBeGreaterThanOrEqual(before.publication);
          expectSound(need);
          reached.add(need.state);
        }
      }),
      { numRuns: 2_000, seed: 20_261_201 },
    );
    expect([...reached].sort()).toEqual([...needStates].sort());
  });

  it('leaves no state without a way out, and none without a way in', () => {
    const entered = new Set<NeedState>(['draft', ...Object.values(ways).flat()]);
    expect([...entered].sort()).toEqual([...needStates].sort());
    expect(Object.values(ways).every((next) => next.length > 0)).toBe(true);
  });
});

function attempt<Result>(decide: () => Result): Result | 'refused' {
  try {
    return decide();
  } catch (error) {
    if (error instanceof Problem) return 'refused';
    throw error;
  }
}
