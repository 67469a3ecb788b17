import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Contraction } from '@huying/database';
import { migrationsOf } from '@huying/http';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { services } from '../src/index.js';

/** Those up to here came before there was a release that could run beside them; the number is the end of a class name. */
const BEFORE: Readonly<Record<string, number>> = {
  request: 1790000000041,
  volunteer: 1790000000025,
  claim: 1790000000005,
  organization: 1790000000059,
  mediation: 1791000000061,
  deliberation: 1792000000191,
  district: 1792000000021,
};

/** What code that does not know of the change would stumble over. */
const BREAKING = [
  'adding-not-nullable-field',
  'adding-required-field',
  'ban-drop-column',
  'ban-drop-database',
  'ban-drop-table',
  'changing-column-type',
  'constraint-missing-not-valid',
  'renaming-column',
  'renaming-table',
];

/** For Linux on x64 only: other machines leave the migrations to CI, and say so by failing here. */
const squawk = (): string => createRequire(import.meta.url).resolve('@squawk-cli/linux-x64/bin/squawk');

/** What Squawk finds in some SQL, of the kinds that break others. */
function breaking(sql: string): string[] {
  const { stdout, stderr } = spawnSync(squawk(), ['--reporter', 'json', '--stdin-filepath', 'up.sql'], {
    input: `${sql};\n`,
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  const found = JSON.parse(stdout) as { rule_name: string; line: number }[];
  return found.map(({ rule_name: rule }) => rule).filter((rule) => BREAKING.includes(rule));
}

/** The statements of a migration, without a database: what it asks for is answered with nothing. */
async function statementsOf(migration: MigrationInterface): Promise<string> {
  const statements: string[] = [];
  const query = (sql: string) => {
    statements.push(sql);
    return Promise.resolve([]);
  };
  await migration.up({ query } as unknown as QueryRunner);
  return statements.join(';\n');
}

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const isOlder = (one: string, other: string): boolean =>
  one.localeCompare(other, 'en', { numeric: true, sensitivity: 'base' }) < 0;

const numberOf = (name: string): number => Number(/\d{13}$/.exec(name)?.[0]);
const toCheck = services.flatMap((service) =>
  migrationsOf(service)
    .filter(({ name }) => numberOf(name) > (BEFORE[service.name] ?? 0))
    .map((Migration) => ({ service: service.name, Migration })),
);

describe('migrations', () => {
  it('leave a schema with which the code of the release before goes on', async () => {
    const faults: string[] = [];
    for (const { service, Migration } of toCheck) {
      const migration = new Migration() as MigrationInterface & { readonly contracts?: Contraction };
      if (migration.contracts) {
        const { unusedSince } = migration.contracts;
        if (!isOlder(unusedSince, version))
          faults.push(`${service}: ${Migration.name} takes away what ${unusedSince} may still use`);
        continue;
      }
      const rules = breaking(await statementsOf(migration));
      if (rules.length > 0) faults.push(`${service}: ${Migration.name}: ${rules.join(', ')}`);
    }
    expect(faults).toEqual([]);
  });

  it.each([
    ['ban-drop-column', 'ALTER TABLE calls DROP COLUMN text'],
    ['ban-drop-table', 'DROP TABLE calls'],
    ['renaming-column', 'ALTER TABLE calls RENAME COLUMN text TO words'],
    ['renaming-table', 'ALTER TABLE calls RENAME TO pleas'],
    ['adding-required-field', 'ALTER TABLE calls ADD COLUMN mood text NOT NULL'],
    ['adding-not-nullable-field', 'ALTER TABLE calls ALTER COLUMN mood SET NOT NULL'],
    ['changing-column-type', 'ALTER TABLE calls ALTER COLUMN mood TYPE int USING 1'],
    ['constraint-missing-not-valid', 'ALTER TABLE calls ADD CONSTRAINT moods CHECK (mood <> 0)'],
  ])('are refused that are %s: %s', (rule, sql) => {
    expect(breaking(sql)).toContain(rule);
  });

  it.each([
    'ALTER TABLE calls ADD COLUMN mood text',
    "ALTER TABLE calls ADD COLUMN mood text NOT NULL DEFAULT 'calm'",
    'CREATE TABLE moods (id uuid PRIMARY KEY, name text NOT NULL)',
    'CREATE INDEX calls_mood ON calls (mood)',
  ])('may expand: %s', (sql) => {
    expect(breaking(sql)).toEqual([]);
  });
});
