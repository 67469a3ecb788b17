import { randomUUID } from 'node:crypto';
import { median, pairedRatio } from '../statistics.js';
import { startLoad, type Answers, type LoadGenerator } from './load.js';
import type { Laboratory } from './laboratory.js';
import type { Measured } from './processes.js';
import { rowOf, type Row } from './rows.js';
import { eventsSent, openNeeds, seedVolunteers } from './seed.js';

/** The community whose volunteers rush. */
const POOL = 'rush';
const MANY_PLACES = 10_000_000;
const PLACES_IN_A_RUSH = 5;
/** More than are asked for in one measurement. */
const NEEDS_IN_TURN = 4;
const HELD = 201;
const REFUSED = 409;

export const variants = ['bare', 'claim', 'update', 'advisory-lock', 'redlock'] as const;
export type Variant = (typeof variants)[number];

/** What a variant did in one round. */
export interface HttpFigures extends Answers {
  /** Share of one processor that the server used: near 1, it was the bottleneck. */
  readonly serverCpu: number;
}

/** One point of the plots: how a variant fares when so many rush for each need. */
export interface ContentionFigures {
  readonly variant: Variant;
  readonly rushers: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** All that answers over HTTP, and the generator that asks. */
export class Rushes {
  private from = 0;
  private slot = 0;

  private constructor(
    readonly lab: Laboratory,
    private readonly servers: Readonly<Record<Variant, Measured>>,
    private readonly load: LoadGenerator,
    private readonly token: string,
  ) {}

  static async open(lab: Laboratory): Promise<Rushes> {
    const { bed, extent } = lab;
    const volunteers = await seedVolunteers(bed, POOL, extent.volunteers);
    const tokens = await bed.issuer.tokens(POOL, volunteers);
    const servers = {
      bare: await bed.startPeer('bare'),
      claim: bed.service,
      update: await bed.startPeer('update'),
      'advisory-lock': await bed.startPeer('advisory-lock'),
      redlock: await bed.startPeer('redlock'),
    };
    const load = await startLoad(tokens);
    for (const { url } of Object.values(servers)) await load.greet({ url, connections: extent.connections });
    lab.step();
    return new Rushes(lab, servers, load, tokens[0] ?? '');
  }

  close(): void {
    this.load.stop();
  }

  /** Everybody asks for the same need with more places than people; when all have asked, for the next one. */
  async committed(variant: Variant): Promise<HttpFigures> {
    const needIds: string[] = [];
    for (let number = 0; number < NEEDS_IN_TURN; number += 1)
      needIds.push(...(await this.needs(variant, 1, MANY_PLACES)));
    return this.rush(variant, needIds, this.lab.extent.volunteers, HELD);
  }

  /** Everybody asks for a need whose only place is held and that has no line. */
  async refused(): Promise<HttpFigures> {
    const needIds = await this.needs('claim', 1, 1);
    await this.load.rush({ ...this.rushOf('claim', needIds, 1), connections: 1 });
    return this.rush('claim', needIds, 1_000_000, REFUSED);
  }

  /** So many ask for each need with five places, one need after the other. */
  async contended(variant: Variant, rushers: number, requests: number): Promise<ContentionFigures> {
    const count = Math.max(2, Math.ceil(requests / rushers));
    const needIds = await this.needs(variant, count, PLACES_IN_A_RUSH);
    const figures = await this.rush(variant, needIds, rushers);
    return { variant, rushers, perSecond: figures.perSecond, p50: figures.all.p50, p99: figures.all.p99 };
  }

  private rushOf(variant: Variant, needIds: readonly string[], rushers: number) {
    const { extent } = this.lab;
    return {
      url: this.servers[variant].url,
      needIds,
      rushers,
      from: this.from,
      connections: extent.connections,
      seconds: extent.secondsEach,
    };
  }

  private async rush(
    variant: Variant,
    needIds: readonly string[],
    rushers: number,
    expected?: number,
  ): Promise<HttpFigures> {
    const server = this.servers[variant];
    const before = await server.cpuSeconds();
    const answers = await this.load.rush(this.rushOf(variant, needIds, rushers));
    const serverCpu = ((await server.cpuSeconds()) - before) / answers.seconds;
    const answered = Object.values(answers.statuses).reduce((sum, count) => sum + count, 0);
    this.from = (this.from + answered) % this.lab.extent.volunteers;
    this.ensureAnswers(variant, answers, expected);
    await eventsSent(this.lab.bed);
    return { ...answers, serverCpu };
  }

  /** @throws unless nearly all answers are of the kind that is measured */
  private ensureAnswers(variant: Variant, { statuses }: Answers, expected: number | undefined): void {
    const usual = expected === undefined ? [HELD, REFUSED] : [expected];
    const of = (wanted: (status: number) => boolean) =>
      Object.entries(statuses).reduce((sum, [status, count]) => sum + (wanted(Number(status)) ? count : 0), 0);
    const others = of((status) => !usual.includes(status));
    if (others > 0.01 * of(() => true)) throw new Error(`${variant} answered ${JSON.stringify(statuses)}.`);
  }

  /** Needs that the variant knows; ours at a time of their own, so that nobody's claims clash. */
  private async needs(variant: Variant, count: number, places: number): Promise<string[]> {
    if (variant === 'claim') {
      this.slot += 1;
      return openNeeds(this.lab.bed, count, { pool: POOL, places, slot: this.slot });
    }
    const needIds = Array.from({ length: count }, () => randomUUID());
    const response = await fetch(`${this.servers[variant].url}/open`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ needIds, places }),
    });
    if (!response.ok) throw new Error(`${variant} does not take needs: ${response.status}.`);
    return needIds;
  }
}

/** Throughput and latency of committed claims and refusals, beside the peers, interleaved round by round. */
export async function measureHttp(rushes: Rushes): Promise<Row[]> {
  const { extent, step } = rushes.lab;
  const rounds: Record<Variant | 'refused', HttpFigures[]> = {
    bare: [],
    claim: [],
    refused: [],
    update: [],
    'advisory-lock': [],
    redlock: [],
  };
  for (let round = 0; round <= extent.rounds; round += 1) {
    for (const name of [...variants, 'refused'] as const) {
      const figures = name === 'refused' ? await rushes.refused() : await rushes.committed(name);
      step();
      if (round > 0) rounds[name].push(figures);
    }
  }
  const speeds = (name: Variant | 'refused') => rounds[name].map(({ perSecond }) => perSecond);
  const p99 = (name: Variant) => rounds[name].map((figures) => figures.p99[HELD] ?? NaN);
  const cpu = (name: Variant | 'refused') => median(rounds[name].map(({ serverCpu }) => serverCpu));
  const bare = { barePerSecond: median(speeds('bare')), bareServerCpu: cpu('bare') };
  const committed = { committedPerSecond: median(speeds('claim')), committedServerCpu: cpu('claim') };
  return [
    rowOf('refused-of-bare', pairedRatio(speeds('refused'), speeds('bare')), {
      refusedPerSecond: median(speeds('refused')),
      refusedServerCpu: cpu('refused'),
      ...bare,
    }),
    rowOf('committed-of-bare', pairedRatio(speeds('claim'), speeds('bare')), { ...committed, ...bare }),
    rowOf('committed-of-update', pairedRatio(speeds('claim'), speeds('update')), {
      ...committed,
      updatePerSecond: median(speeds('update')),
      advisoryLockPerSecond: median(speeds('advisory-lock')),
    }),
    rowOf('committed-of-redlock', pairedRatio(speeds('claim'), speeds('redlock')), {
      ...committed,
      redlockPerSecond: median(speeds('redlock')),
    }),
    rowOf('held-p99-of-bare', pairedRatio(p99('claim'), p99('bare')), {
      heldP99Milliseconds: median(p99('claim')),
      bareP99Milliseconds: median(p99('bare')),
    }),
  ];
}

/** Every variant against contention. */
export async function measureContention(rushes: Rushes): Promise<ContentionFigures[]> {
  const { extent, step } = rushes.lab;
  const figures: ContentionFigures[] = [];
  for (const rushers of extent.rushers) {
    for (const variant of variants) {
      const requests = Math.min(extent.volunteers, 4_000);
      figures.push(await rushes.contended(variant, rushers, requests));
      step();
    }
  }
  return figures;
}
