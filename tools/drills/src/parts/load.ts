import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Rusher } from '@huying/tool-demo';
import { Pool } from 'undici';

/** A request of the load, and what it is. */
interface Ask {
  readonly kind: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly token: string;
  readonly body?: object;
}

/** Who asks, each with a token. */
export interface Tokens {
  readonly staff: string;
  readonly rushers: readonly Rusher[];
}

/** What the load has seen of one kind of request. */
export interface Seen {
  answered: number;
  /** No answer, an answer of 500 or more, or one that nobody deserves. */
  failed: number;
  slowestMs: number;
}

/** Requests in each second, as long as no more than so many wait for their answer: a slow machine is not to be buried. */
const PER_SECOND = 25;
const IN_FLIGHT_AT_MOST = 24;

/** Constant load on the platform: calls are written down, needs read, places claimed. */
export class Load {
  readonly seen = new Map<string, Seen>();
  /** In words, the first of them. */
  readonly failures: string[] = [];
  /** Claims that were acknowledged. */
  readonly claims: string[] = [];
  private readonly pool: Pool;
  private readonly inFlight = new Set<Promise<void>>();
  private going = true;
  private sent = 0;
  private stopped: Promise<void> | undefined;
  private readonly work: Promise<void>;

  constructor(
    url: string,
    private readonly needId: string,
    private tokens: Tokens,
  ) {
    this.pool = new Pool(url, { connections: 64, pipelining: 1, bodyTimeout: 30_000, headersTimeout: 30_000 });
    this.work = this.goOn();
  }

  /** The same people go on with other tokens. */
  async renew(tokensOf: (rushers: readonly Rusher[]) => Promise<Tokens>): Promise<void> {
    this.tokens = await tokensOf(this.tokens.rushers);
    await Promise.all(this.inFlight);
  }

  stop(): Promise<void> {
    return (this.stopped ??= this.end());
  }

  private async end(): Promise<void> {
    this.going = false;
    await this.work;
    await Promise.all(this.inFlight);
    await this.pool.close();
  }

  get total(): { answered: number; failed: number } {
    const all = [...this.seen.values()];
    const sum = (of: 'answered' | 'failed') => all.reduce((so, one) => so + one[of], 0);
    return { answered: sum('answered'), failed: sum('failed') };
  }

  private async goOn(): Promise<void> {
    while (this.going) {
      const began = performance.now();
      if (this.inFlight.size >= IN_FLIGHT_AT_MOST) await Promise.race(this.inFlight);
      const sending = this.send(this.next(this.sent)).finally(() => this.inFlight.delete(sending));
      this.inFlight.add(sending);
      this.sent += 1;
      await pause(Math.max(0, began + 1_000 / PER_SECOND - performance.now()));
    }
  }

  /** Every fifth is a claim, as long as there are people who have none yet; they then look at what they have. */
  private next(index: number): Ask {
    const { needId } = this;
    const { staff: staffToken, rushers } = this.tokens;
    const turn = index % 5;
    const claimant = rushers[Math.floor(index / 5)];
    const someone = rushers[index % rushers.length] as Rusher;
    if (turn === 0 && claimant) {
      return { kind: 'claim a place', method: 'POST', path: `/v1/needs/${needId}/claims`, token: claimant.token };
    }
    if (turn === 1) {
      const body = { channel: 'hotline', text: '楼道里的灯坏了,晚上看不见路。', callerPhone: '13800138000' };
      return { kind: 'write down a call', method: 'POST', path: '/v1/calls', token: staffToken, body };
    }
    if (turn === 2) return { kind: 'read a need', method: 'GET', path: `/v1/needs/${needId}`, token: someone.token };
    if (turn === 3) {
      const path = `/v1/volunteers/${someone.volunteerId}`;
      return { kind: 'read a volunteer', method: 'GET', path, token: staffToken };
    }
    return { kind: 'list claims', method: 'GET', path: '/v1/claims', token: someone.token };
  }

  private async send({ kind, method, path, token, body }: Ask): Promise<void> {
    const seen = this.seen.get(kind) ?? { answered: 0, failed: 0, slowestMs: 0 };
    this.seen.set(kind, seen);
    const began = performance.now();
    try {
      const { statusCode, body: answer } = await this.pool.request({
        ...{ method, path },
        headers: {
          authorization: `Bearer ${token}`,
          ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (statusCode >= 300) throw new Error(`${statusCode} ${text.slice(0, 300)}`);
      if (kind === 'claim a place') this.claims.push((JSON.parse(text) as { id: string }).id);
      seen.answered += 1;
    } catch (error) {
      seen.failed += 1;
      const { code = '', message } = error as Error & { code?: string };
      if (this.failures.length < 5) this.failures.push(`${kind}: ${code} ${message}`);
    }
    seen.slowestMs = Math.max(seen.slowestMs, Math.round(performance.now() - began));
  }
}
