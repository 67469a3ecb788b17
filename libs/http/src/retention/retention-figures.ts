import type { StoredFigure } from '../stored-figures.js';

/** What operators see of the daily work of every service. A rule that was never carried out is as old as it is known. */
export const retentionFigures: readonly StoredFigure[] = [
  {
    name: 'huying_retention_succeeded_timestamp_seconds',
    help: 'When a rule of retention was last carried out to its end.',
    labels: ['rule'],
    sql: `SELECT rule, extract(epoch FROM coalesce(succeeded_at, known_since)) AS value
          FROM retention_rules WHERE $1::timestamptz IS NOT NULL`,
  },
  {
    name: 'huying_retention_erased_rows',
    help: 'Rows that a rule of retention has deleted or blanked so far.',
    labels: ['rule'],
    sql: `SELECT rule, erased AS value FROM retention_rules WHERE $1::timestamptz IS NOT NULL`,
  },
];
