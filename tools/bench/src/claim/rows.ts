import { rowsWith, type Row as AnyRow } from '../rows.js';

/** What is promised of the claim core's speed: each row a ratio or figure, with its goal. */
const rows = rowsWith({
  'script-of-minimal': { goal: 0.65, atLeast: true, title: 'full claim script / minimal flash-sale script, pipelined' },
  'sold-out-of-minimal': { goal: 1.5, atLeast: true, title: 'sold-out decision in Redis / minimal flash-sale script' },
  'refused-of-bare': { goal: 0.9, atLeast: true, title: 'refused over HTTP in a rush / bare handler' },
  'committed-of-bare': { goal: 0.55, atLeast: true, title: 'committed claim over HTTP / bare handler' },
  'committed-of-update': {
    goal: 15,
    atLeast: true,
    title: 'committed claim over HTTP / PostgreSQL update per request on one hot need',
  },
  'committed-of-redlock': { goal: 15, atLeast: true, title: 'committed claim over HTTP / redlock' },
  'journal-of-transactions': {
    goal: 60,
    atLeast: true,
    title: "journaler's guarded batches / PostgreSQL transaction per claim",
  },
  'held-p99-of-bare': {
    goal: 5,
    atLeast: false,
    title: 'p99 of a held answer under full load / p99 of the bare handler under the same load',
  },
  'cost-at-open-needs': { goal: 1.5, atLeast: false, title: 'cost per decision at 10⁶ open needs / at 10²' },
  'cost-at-claims': { goal: 1.5, atLeast: false, title: 'cost per decision at 5×10⁵ claims in one need / at 10²' },
  'cost-at-line': { goal: 1.5, atLeast: false, title: 'cost per decision at a line of 10⁵ / at 10²' },
  'cost-at-calendar': { goal: 1.5, atLeast: false, title: 'cost per decision at a calendar of 500 entries / at 10²' },
  'cost-at-log': { goal: 1.5, atLeast: false, title: 'cost per decision at a log of 10⁶ entries / at 10²' },
  'rebuild-rate': { goal: 250_000, atLeast: true, title: 'rebuild of a pool from PostgreSQL, entries per second' },
  'rebuild-gate': { goal: 5, atLeast: false, title: 'seconds that the gate is shut for a rebuild at 10⁶ entries' },
  'two-shards-of-one': {
    goal: 1.7,
    atLeast: true,
    title: "two pools on two shards / one (Redis Cluster of three), of the script's share",
  },
  'bytes-per-held-claim': { goal: 200, atLeast: false, title: 'memory in Redis per held claim, bytes' },
});

export type RowName = (typeof rows.names)[number];
export type Row = AnyRow<RowName>;
export const rowNames = rows.names;
export const rowOf = rows.rowOf;
export { withoutFigure } from '../rows.js';
