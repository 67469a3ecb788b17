import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

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
    });
    this.wait = new Histogram({
      name: 'huying_claim_watermark_wait_seconds',
      help: 'How long a decision waited for its commit.',
      labelNames: ['pool'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
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
  }

  decided(pool: string, outcome: string): void {
    this.decisions.inc({ pool, outcome });
  }

  committed(pool: string, entries: number, seconds: number): void {
    this.entries.inc({ pool }, entries);
    this.commits.observe({ pool }, seconds);
  }

  waited(pool: string, seconds: number, stillWaiting: number): void {
    this.wait.observe({ pool }, seconds);
    this.lag.set({ pool }, stillWaiting);
  }

  journals(pool: string, epoch: number): void {
    this.epoch.set({ pool }, epoch);
    this.journaling.set({ pool }, 1);
  }

  handsOver(pool: string): void {
    this.journaling.set({ pool }, 0);
  }

  rebuilt(pool: string): void {
    this.rebuilds.inc({ pool });
  }
}
