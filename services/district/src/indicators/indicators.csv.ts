import { stringify } from 'csv-stringify/sync';
import type { DayView, ItemCountView, MinutesView } from './indicators.view.js';

/** A line for each day after one with names; lists in one cell, minutes in three. Read by spreadsheets as UTF-8. */
export function csvOf(days: readonly DayView[]): string {
  return stringify(
    days.map((day) => Object.fromEntries(Object.entries(day).flatMap(([name, value]) => cells(name, value)))),
    { header: true, bom: true, escape_formulas: true },
  );
}

function cells(name: string, value: unknown): [string, unknown][] {
  if (Array.isArray(value)) {
    return [[name, (value as ItemCountView[]).map(({ itemCode, count }) => `${itemCode}:${count}`).join(' ')]];
  }
  if (typeof value !== 'object' || value === null) return [[name, value]];
  const { count, median, p90 } = value as MinutesView;
  return [
    [`${name}.count`, count],
    [`${name}.median`, median],
    [`${name}.p90`, p90],
  ];
}
