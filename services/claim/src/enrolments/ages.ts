import { Temporal } from 'temporal-polyfill';
import type { Terms } from '../known/known-need.entity.js';

/** Whether a child has the age that a class asks for, in full years on the day of its first session; no highest age: any. */
export function isOfAge(
  birthDate: string,
  { minimumAge, maximumAge = 0 }: Pick<Terms, 'minimumAge' | 'maximumAge'>,
  firstDay: Temporal.PlainDate,
): boolean {
  const bornBy = (years: number) => Temporal.PlainDate.compare(birthDate, firstDay.subtract({ years })) <= 0;
  return bornBy(minimumAge) && (maximumAge === 0 || !bornBy(maximumAge + 1));
}
