import { stringify } from 'csv-stringify/sync';
import type { OpinionView } from './opinion.view.js';

/** A line for each statement, with counts and without people. Read by spreadsheets as UTF-8. */
export function csvOf({ statements, groups }: OpinionView): string {
  const columns = ['statementId', 'text', 'agree', 'disagree', 'pass', 'consensus'];
  const ofGroups = groups.flatMap(({ name }) => [`${name}.agree`, `${name}.disagree`, `${name}.pass`]);
  return stringify(
    statements.map(({ statementId, text, all, byGroup, consensus }) => [
      ...[statementId, text, all.agree, all.disagree, all.pass, consensus],
      ...byGroup.flatMap(({ agree, disagree, pass }) => [agree, disagree, pass]),
    ]),
    { header: true, columns: [...columns, ...ofGroups], bom: true, escape_formulas: true },
  );
}
