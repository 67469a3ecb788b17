import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Chance } from '@huying/standalone';
import { Pool } from 'undici';

/** Somebody who wants a place, with a token of their own. */
export interface Rusher {
  readonly volunteerId: string;
  readonly token: string;
}

/** What was decided, as the volunteer was told. */
export interface Outcome {
  readonly id: string;
  readonly state: 'held' | 'waiting';
  readonly place: number | null;
  readonly position: number | null;
}

/** What became of one wish. */
export interface Wish extends Rusher {
  readonly key: string;
  /** Undefined when it was refused. */
  readonly outcome?: Outcome;
  /** The code of the refusal. */
  readonly refusal?: string;
}

/** What a rush has seen. */
export interface Rush {
  readonly wishes: readonly Wish[];
  /** Requests sent, repeats included. */
  readonly attempts: number;
  readonly refused: Readonly<Record<string, number>>;
  /** From the moment of pressing to the answer, for each wish, in ms. */
  readonly latencies: readonly number[];
  /** How many repeated their request, and how many of those were told something else. */
  readonly repeated: number;
  readonly repeatedOtherwise: number;
  /** How often nothing could be decided at the moment (503), and how often without saying when to ask again. */
  readonly notNow: number;
  readonly notNowWithoutTime: number;
}

const CONNECTIONS = 256;
const PATIENCE_MS = 60_000;
/** Everybody presses within this time of the opening, most of them at once. */
export const PRESSING_MS = 1_000;

interface Answer {
  readonly status: number;
  readonly body: Outcome & { readonly code?: string };
  readonly retryAfterMs: number;
}

/** The claims of many volunteers on one need, over many connections, each with a token and keys of their own. */
export class RushHour {
  private readonly pool: Pool;
  private attempts = 0;
  private repeated = 0;
  private repeatedOtherwise = 0;
  private notNow = 0;
  private notNowWithoutTime = 0;
  private readonly latencies: number[] = [];
  private readonly wishes: Wish[] = [];

  constructor(
    url: string,
    private readonly needId: string,
    private readonly chance: Chance,
    connections = CONNECTIONS,
  ) {
    this.pool = new Pool(url, { connections, pipelining: 1 });
  }

  /** One wish, by itself: what was asked, and what was answered. */
  async claim(rusher: Rusher, key: string = randomUUID()): Promise<Wish> {
    const { status, body } = await this.patiently(rusher, key);
    const wish = status < 300 ? { ...rusher, key, outcome: body } : { ...rusher, key, refusal: body.code ?? 'unknown' };
    this.wishes.push(wish);
    return wish;
  }

  /** All at once, or nearly; about one in twenty does not trust the first answer and sends the same again. */
  async all(rushers: readonly Rusher[]): Promise<void> {
    await Promise.all(
      rushers.map(async (rusher) => {
        const patience = this.chance.next() ** 2 * PRESSING_MS;
        const repeats = this.chance.happens(0.05);
        await pause(patience);
        const pressed = performance.now();
        const wish = await this.claim(rusher);
        this.latencies.push(performance.now() - pressed);
        if (repeats) await this.repeat(wish);
      }),
    );
  }

  /** Sends a wish again with its key; whoever has an outcome must be told the same. */
  private async repeat({ key, outcome, ...rusher }: Wish): Promise<void> {
    const { status, body } = await this.patiently(rusher, key);
    this.repeated += 1;
    if (!outcome && status >= 300) this.wishes.push({ ...rusher, key, refusal: body.code ?? 'unknown' });
    const same = body.id === outcome?.id && body.state === outcome?.state && body.place === outcome?.place;
    if (outcome ? !same : status < 300) this.repeatedOtherwise += 1;
  }

  end(): Promise<void> {
    return this.pool.close();
  }

  get result(): Rush {
    const refused: Record<string, number> = {};
    for (const { refusal } of this.wishes) if (refusal) refused[refusal] = (refused[refusal] ?? 0) + 1;
    return {
      wishes: this.wishes,
      attempts: this.attempts,
      refused,
      latencies: this.latencies,
      repeated: this.repeated,
      repeatedOtherwise: this.repeatedOtherwise,
      notNow: this.notNow,
      notNowWithoutTime: this.notNowWithoutTime,
    };
  }

  /** A 503 or a broken connection means "unknown": the same request again, with the same key, until there is an answer. */
  private async patiently(rusher: Rusher, key: string): Promise<Answer> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      this.attempts += 1;
      const answer = await this.send(rusher, key).catch((error: unknown) => {
        if (Date.now() > deadline) throw error;
        return undefined;
      });
      if (answer && answer.status !== 503) return answer;
      if (answer && Date.now() > deadline) return answer;
      await pause(answer?.retryAfterMs ?? 500);
    }
  }

  private async send({ token }: Rusher, key: string): Promise<Answer> {
    const { statusCode, headers, body } = await this.pool.request({
      method: 'POST',
      path: `/v1/needs/${this.needId}/claims`,
      headers: { authorization: `Bearer ${token}`, 'idempotency-key': key, 'accept-language': 'en' },
    });
    if (statusCode === 503) {
      this.notNow += 1;
      if (headers['retry-after'] === undefined) this.notNowWithoutTime += 1;
    }
    const retryAfterMs = Number(headers['retry-after'] ?? 1) * 1_000;
    return { status: statusCode, body: (await body.json()) as Answer['body'], retryAfterMs };
  }
}
