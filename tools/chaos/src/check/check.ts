import type { Limits } from '@huying/claim';
import type { Bed } from '../bed/bed.js';
import type { FullPool } from '../bed/fill-ledger.js';
import { watermarkOf } from '../bed/journaling-process.js';
import { spread, type Figures } from '../figures.js';
import type { History } from '../rush/history.js';
import type { Recorder } from '../rush/recorder.js';
import type { SmallHistory } from '../rush/small-histories.js';
import { checkDatabase } from './check-database.js';
import { readEvents, type EventsSeen } from './check-events.js';
import { checkPool, type PoolVerdict } from './check-pool.js';
import { checkRedis } from './check-redis.js';
import { checkSmall } from './check-small.js';
import { Excuses } from './excuses.js';
import { readLedger } from './read-ledger.js';

export interface CheckParts {
  readonly bed: Bed;
  readonly recorder: Recorder;
  readonly history: History;
  readonly histories: readonly SmallHistory[];
  readonly pools: readonly string[];
  readonly limits: Limits;
  /** Entries that were filled in before. */
  readonly filled: (FullPool & { readonly pool: string }) | null;
}

type Checked = Omit<Figures, 'faults' | 'seconds' | 'seed' | 'processes' | 'fullPool'>;

/** Checks everything that a run has left, and says in words what is wrong. */
export async function figuresOf(parts: CheckParts): Promise<{ figures: Checked; words: string[] }> {
  const { bed, recorder, history, histories, pools, limits } = parts;
  const excuses = new Excuses(recorder);
  const words: string[] = [...recorder.strange];
  words.push(...bed.processes.crashes.map((name) => `${name} ended by itself; its log says why.`));
  const events = await readEvents(bed.brokers);
  words.push(...events.contradictions.slice(0, 20));
  const verdicts: PoolVerdict[] = [];
  let differences = events.contradictions.length;
  let epochs = 0;
  for (const pool of pools) {
    const verdict = await checkPool(bed.database, history, excuses, pool, limits);
    verdicts.push(verdict);
    const { epoch } = await watermarkOf(bed.database, pool);
    epochs += epoch;
    const differs = await differencesOf(parts, pool, epoch, verdict, events);
    differences += differs.length;
    words.push(
      ...verdict.breaches
        .slice(0, 20)
        .map(({ promise, sequence, words: what }) => `${promise} at ${pool} ${sequence}: ${what}`),
    );
    words.push(...verdict.findings.map(({ what, sequence, words: why }) => `${what} at ${pool} ${sequence}: ${why}`));
    words.push(...differs.slice(0, 20));
  }
  const small = checkSmall(histories, excuses);
  words.push(...small.unexplained.slice(0, 5).map((history_) => `No order explains ${history_}`));
  const sum = (figure: (verdict: PoolVerdict) => number) =>
    verdicts.reduce((total, verdict) => total + figure(verdict), 0);
  const broken = (promise: string) =>
    sum(({ breaches }) => breaches.filter((breach) => breach.promise === promise).length);
  const figures: Checked = {
    operations: recorder.operations,
    acknowledged: recorder.acknowledged,
    unknown: recorder.unknown,
    refused: recorder.refused,
    unavailable: recorder.unavailable,
    lostAcks: sum(({ lostAcks }) => lostAcks) + recorder.otherOutcomes,
    oversold: broken('oversold'),
    heldTwice: broken('heldTwice'),
    overlaps: broken('overlaps'),
    lineViolations: broken('lineViolations'),
    unexplainedAnswers:
      sum((verdict) => verdict.unexplainedAnswers + verdict.unexplainedDecisions) +
      recorder.strangeCount +
      recorder.unavailableWithoutTime +
      small.unexplained.length,
    crashes: bed.processes.crashes.length,
    recoveriesMs: spread(recorder.recoveries.map(({ ms }) => ms)),
    consistent: differences === 0,
    staleRefusals: sum(({ staleRefusals }) => staleRefusals),
    smallHistories: { searched: small.searched, leftOut: small.leftOut, unexplained: small.unexplained.length },
    ledgerEntries: sum(({ entries }) => entries),
    epochs,
    events: { repeated: events.repeated },
    connectionsCut: bed.balancer.cuts,
    recoveriesMsByFault: byFault(recorder),
    kinds: recorder.kinds,
    refusals: recorder.refusals,
  };
  return { figures, words };
}

async function differencesOf(
  { bed, filled }: CheckParts,
  pool: string,
  epoch: number,
  { state }: PoolVerdict,
  events: EventsSeen,
) {
  const isTold = (sequence: number) => filled?.pool !== pool || sequence <= filled.after || sequence > filled.last;
  return [
    ...(await checkRedis(bed.redis.client, epoch, pool, state)),
    ...(await checkDatabase(bed.database, pool, state)),
    ...(await events.compare(pool, readLedger(bed.database, pool), isTold)),
  ];
}

function byFault({ recoveries }: Recorder): Figures['recoveriesMsByFault'] {
  const kinds = [...new Set(recoveries.map(({ kind }) => kind))].sort();
  return Object.fromEntries(
    kinds.map((kind) => [kind, spread(recoveries.filter((one) => one.kind === kind).map(({ ms }) => ms))]),
  );
}
