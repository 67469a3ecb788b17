// The package is CommonJS: its names come with its default.
import days from 'chinese-days';
import { Temporal } from 'temporal-polyfill';

/** What a day is in China. */
export type DayKind = 'workday' | 'weekend' | 'holiday' | 'workday-in-lieu';

/** The first year that the package knows. */
const FIRST_YEAR = 2004;
const detailOf = (date: string) => days.getDayDetail(date);
// Announced days have a name with their Chinese one; others are named by the weekday.
const isNamed = (name: string): boolean => name.includes(',');

function lastAnnouncedYear(): number {
  let year = FIRST_YEAR;
  while (isNamed(detailOf(`${year + 1}-10-01`).name)) year += 1;
  return year;
}

/**
 * The last day of which the State Council's arrangement is known here. It announces each year in the autumn before; this package learns it
 * with its next version.
 */
export const announcedUntil = Temporal.PlainDate.from({ year: lastAnnouncedYear(), month: 12, day: 31 });

/** Whether the arrangement for that day is known, and not only what the law fixes. */
export const isAnnounced = (date: Temporal.PlainDate): boolean => Temporal.PlainDate.compare(date, announcedUntil) <= 0;

const fixed: Readonly<Record<string, string>> = {
  ...{ '01-01': '元旦', '05-01': '劳动节', '05-02': '劳动节' },
  ...{ '10-01': '国庆节', '10-02': '国庆节', '10-03': '国庆节' },
};
const lunar: Readonly<Record<string, string>> = {
  ...{ '1-1': '春节', '1-2': '春节', '1-3': '春节' },
  ...{ '5-5': '端午节', '8-15': '中秋节' },
};

function lunarHolidayOf(date: Temporal.PlainDate): string | undefined {
  const { lunarMon, lunarDay, isLeap } = days.getLunarDate(date.toString());
  return isLeap ? undefined : lunar[`${lunarMon}-${lunarDay}`];
}

/** The holiday that the law puts on a day (全国年节及纪念日放假办法, art. 2, as of 2025), whatever is arranged around it. */
export function statutoryHolidayOf(date: Temporal.PlainDate): string | undefined {
  const text = date.toString();
  if (text === days.getSolarTermDate(date.year, 4, 'pure_brightness')) return '清明节';
  // New Year's Eve is the day before the first of the first month, be it the 29th or the 30th.
  const isEve = lunarHolidayOf(date) === undefined && lunarHolidayOf(date.add({ days: 1 })) === '春节';
  return fixed[text.slice(5)] ?? lunarHolidayOf(date) ?? (isEve ? '春节' : undefined);
}

/**
 * Whether people work on a day in China: the State Council's holidays, and the weekends that it makes workdays for them. Beyond what is
 * announced (`isAnnounced`), the days that the law fixes are holidays, and what will be arranged around them is not known.
 */
export function dayKindOf(date: Temporal.PlainDate): DayKind {
  const { work, name } = detailOf(date.toString());
  if (isNamed(name)) return work ? 'workday-in-lieu' : 'holiday';
  if (!isAnnounced(date) && statutoryHolidayOf(date)) return 'holiday';
  return work ? 'workday' : 'weekend';
}

/** The Chinese name of the holiday that a day belongs to, or undefined. */
export function holidayOf(date: Temporal.PlainDate): string | undefined {
  if (dayKindOf(date) !== 'holiday') return undefined;
  const { name } = detailOf(date.toString());
  return isNamed(name) ? name.split(',')[1] : statutoryHolidayOf(date);
}
