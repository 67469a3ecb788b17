// The package is CommonJS: its names come with its default.
import days from 'chinese-days';
import type { Temporal } from 'temporal-polyfill';

/** What a day is in China. */
export type DayKind = 'workday' | 'weekend' | 'holiday' | 'workday-in-lieu';

/**
 * Whether people work on a day in China: the State Council's holidays (全国年节及纪念日放假办法), and the weekends that it makes
 * workdays for them. Years whose holidays are not yet announced, or that the package does not know, have their weekends only.
 */
export function dayKindOf(date: Temporal.PlainDate): DayKind {
  const { work, name } = days.getDayDetail(date.toString());
  // Announced days have a name with their Chinese one; others are named by the weekday.
  const announced = name.includes(',');
  if (announced) return work ? 'workday-in-lieu' : 'holiday';
  return work ? 'workday' : 'weekend';
}

/** The Chinese name of the holiday that a day belongs to, or undefined. */
export function holidayOf(date: Temporal.PlainDate): string | undefined {
  return dayKindOf(date) === 'holiday' ? days.getDayDetail(date.toString()).name.split(',')[1] : undefined;
}
