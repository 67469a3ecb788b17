import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { isOfAge } from './ages.js';

const firstDay = Temporal.PlainDate.from('2027-01-18');
const terms = { minimumAge: 6, maximumAge: 12 };

describe('the age for a class', () => {
  it.each([
    ['2021-01-19', false],
    ['2021-01-18', true],
    ['2014-01-19', true],
    ['2014-01-18', false],
  ])('of a child born on %s, from six years to twelve on the day of the first session: %s', (birthDate, fits) =>
    expect(isOfAge(birthDate, terms, firstDay)).toBe(fits),
  );

  it('of who was born on a leap day comes on the first of March', () => {
    const fits = (day: string) => isOfAge('2020-02-29', terms, Temporal.PlainDate.from(day));
    expect([fits('2026-02-28'), fits('2026-03-01')]).toEqual([false, true]);
  });

  it('is asked for from below only where no highest is said, and never of who is not born', () => {
    fc.assert(
      fc.property(fc.integer({ min: -400, max: 20_000 }), (days) => {
        const birthDate = firstDay.subtract({ days }).toString();
        expect(isOfAge(birthDate, { minimumAge: 0 }, firstDay)).toBe(days >= 0);
      }),
    );
  });
});
