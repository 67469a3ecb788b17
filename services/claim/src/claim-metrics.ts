import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What the keeper of a pool tells of it. */
export interface Figures {
  readonly lagEntries: number;
  readonly lagSeconds: number;
  readonly waiting: number;
  readonly oldestWaitSeconds: number;
  /** See docs/claiming.md. */
  readonly heldNotServed: number;
}

/** Where a trace leads from a point on a graph: what `exemplarOf` gives. */
type Exemplar = Readonly<Record<string, string>>;

/** What operators see of the pools. Pools are communities; nothing here names a person or a need. */
@Injectable()
export class ClaimMetrics {
  private readonly decisions: Counter<'pool' | 'outcome'>;
  private readonly entries: Counter<'pool'>;
  private readonly commits: Histogram<'pool'>;
  private readonly wait: Histogram<'pool'>;
  private readonly epoch: Gauge<'pool'>;
  private readonly lag: Gauge<'pool'>;
  private readonly journaling: Gauge<'pool'>;
  private readonly rebuilds: Counter<'pool'>;
  private readonly gate: Gauge<'pool'>;
  private readonly differences: Gauge<'pool'>;
  private readonly reconciledAt: Gauge<'pool'>;
  private readonly figures: Readonly<Record<keyof Figures, Gauge<'pool'>>>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.decisions = new Counter({
      name: 'huying_claim_decisions_total',
      help: 'Decisions about claims: held, waiting, replayed, released, left, or the refusal.',
      labelNames: ['pool', 'outcome'],
      registers,
    });
    this.entries = new Counter({
      name: 'huying_claim_journal_entries_total',
      help: 'Entries of the log that the journal has committed.',
      labelNames: ['pool'],
      registers,
    });
    this.commits = new Histogram({
      name: 'huying_claim_journal_commit_seconds',
      help: 'How long the commit of a batch took.',
      labelNames: ['pool'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers,
      enableExemplars: true,
    });
    this.wait = new Histogram({
      name: 'huying_claim_watermark_wait_seconds',
      help: 'How long a decision waited for its commit.',
      labelNames: ['pool'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
      enableExemplars: true,
    });
    this.epoch = new Gauge({
      name: 'huying_claim_pool_epoch',
      help: 'Epoch of the pool: goes up with every rebuild.',
      labelNames: ['pool'],
      registers,
    });
    this.lag = new Gauge({
      name: 'huying_claim_waiting_for_commit',
      help: 'Decisions of this process that wait for their commit.',
      labelNames: ['pool'],
      registers,
    });
    this.journaling = new Gauge({
      name: 'huying_claim_pool_journaled',
      help: '1 where this process journals the pool.',
      labelNames: ['pool'],
      registers,
    });
    this.rebuilds = new Counter({
      name: 'huying_claim_pool_rebuilds_total',
      help: 'Rebuilds of the pool from PostgreSQL.',
      labelNames: ['pool'],
      registers,
    });
    const gauge = (name: string, help: string) => new Gauge({ name, help, labelNames: ['pool'], registers });
    this.gate = gauge('huying_claim_pool_open', '1 while claims of the pool are decided, 0 while it is being rebuilt.');
    this.differences = gauge(
      'huying_claim_reconciler_differences',
      'What Redis and PostgreSQL did not say alike of each need when it was last compared: must be 0.',
    );
    this.reconciledAt = gauge('huying_claim_reconciled_timestamp_seconds', 'When they were last compared.');
    this.figures = {
      lagEntries: gauge('huying_claim_journal_lag_entries', 'Entries of the log that are not committed yet.'),
      lagSeconds: gauge('huying_claim_journal_lag_seconds', 'Time since the last commit while decisions wait for one.'),
      waiting: gauge('huying_claim_line_length', 'Claims that wait or have applied, over all open needs.'),
      oldestWaitSeconds: gauge('huying_claim_line_age_seconds', 'How long the oldest of them has waited.'),
      heldNotServed: gauge(
        'huying_claim_held_not_served',
        'Places held in needs that ended more than a day ago and were never completed.',
      ),
    };
  }

  decided(pool: string, outcome: string): void {
    this.decisions.inc({ pool, outcome });
  }

  /** @param exemplarLabels of a decision that the batch has committed */
  committed(pool: string, entries: number, value: number, exemplarLabels?: Exemplar): void {
    this.entries.inc({ pool }, entries);
    this.commits.observe({ labels: { pool }, value, exemplarLabels });
  }

  /** @param exemplarLabels of the decision that waited */
  waited(pool: string, value: number, stillWaiting: number, exemplarLabels?: Exemplar): void {
    this.wait.observe({ labels: { pool }, value, exemplarLabels });
    this.lag.set({ pool }, stillWaiting);
  }

  journals(pool: string, epoch: number): void {
    this.epoch.set({ pool }, epoch);
    this.journaling.set({ pool }, 1);
  }

  /** Whoever keeps the pool now tells of it: what this process said last would stand beside that for ever. */
  handsOver(pool: string): void {
    this.journaling.set({ pool }, 0);
    const ofKeeper = [this.epoch, this.gate, this.differences, this.reconciledAt, ...Object.values(this.figures)];
    for (const gauge of ofKeeper) gauge.remove({ pool });
  }

  rebuilt(pool: string): void {
    this.rebuilds.inc({ pool });
  }

  opened(pool: string, isOpen: boolean): void {
    this.gate.set({ pool }, isOpen ? 1 : 0);
  }

  reconciled(pool: string, differences: number): void {
    this.differences.set({ pool }, differences);
    this.reconciledAt.set({ pool }, Date.now() / 1_000);
  }

  tell(pool: string, figures: Figures): void {
    for (const [name, value] of Object.entries(figures)) {
      this.figures[name as keyof Figures].set({ pool }, value as number);
    }
  }
}
