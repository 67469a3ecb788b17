import { setTimeout as pause } from 'node:timers/promises';
import { Agent } from 'undici';
import { isUnavailable, type Attempt, type Mark, type ToldOutcome } from '../history.types.js';
import type { AnswerBody, Ask } from './asks.js';
import type { Recorder } from './recorder.js';

const CONNECTIONS = 128;
/** How long a client waits for an answer before it takes it for lost. */
const PATIENCE_MS = 3_000;
/** How long it goes on asking. */
const PERSISTENCE_MS = 90_000;

/** The same request is still being answered on another connection. */
const IN_FLIGHT = 'idempotency-key-in-flight';

interface Body extends Partial<ToldOutcome>, Omit<AnswerBody, 'id'> {
  readonly code?: string;
}

/** Good clients: what they were not told they ask again, with the same key, when they were told to or a moment later. */
export class Clients {
  private readonly agent = new Agent({
    connections: CONNECTIONS,
    pipelining: 1,
    headersTimeout: PATIENCE_MS,
    bodyTimeout: PATIENCE_MS,
    connectTimeout: PATIENCE_MS,
  });

  constructor(
    private readonly url: string,
    private readonly recorder: Recorder,
  ) {}

  /**
   * Asks until there is an answer. Returns the last attempt.
   * @param each hears every attempt
   */
  async perform(pool: string, ask: Ask, each: (attempt: Attempt) => void = () => undefined): Promise<Attempt> {
    const began = performance.now();
    const until = began + PERSISTENCE_MS;
    for (;;) {
      const { attempt, body, retryAfterMs } = await this.send(pool, ask);
      each(attempt);
      const isInFlight = attempt.code === IN_FLIGHT;
      const isAnswered = attempt.status !== 0 && !isUnavailable(attempt) && !isInFlight;
      if (isAnswered) this.compare(ask, attempt);
      if (isAnswered && attempt.status < 300) ask.learn?.(attempt, body);
      // A process that was killed leaves its key in flight for a while: nobody waits for that.
      const isLate = performance.now() > (isInFlight ? began + PATIENCE_MS : until);
      if (isAnswered || isLate) return attempt;
      await pause(retryAfterMs * (0.5 + Math.random() / 2));
    }
  }

  close(): Promise<void> {
    return this.agent.destroy();
  }

  private async send(pool: string, ask: Ask): Promise<{ attempt: Attempt; body: Body; retryAfterMs: number }> {
    const { kind, method, path, authorization, key, body, wish, mayBeUndecided = false } = ask;
    const { floor, floorOfAcks } = this.recorder.floorOf(pool);
    const asked = performance.now();
    const common = { pool, kind, wish, asked, floor, floorOfAcks };
    try {
      const answer = await this.agent.request({
        origin: this.url,
        method,
        path,
        headers: {
          authorization,
          ...(key !== undefined && { 'idempotency-key': key }),
          ...(body && { 'content-type': 'application/json' }),
        },
        body: body ? JSON.stringify(body) : undefined,
      });
      const text = await answer.body.text();
      const told = (text ? JSON.parse(text) : {}) as Body;
      const { mark, at } = readMark(answer.headers['huying-decision']);
      const attempt: Attempt = {
        ...common,
        answered: performance.now(),
        status: answer.statusCode,
        code: told.code ?? '',
        outcome: answer.statusCode < 300 ? outcomeOf(told) : null,
        replayed: answer.headers['idempotency-replayed'] === 'true',
        mark,
        at,
      };
      const retryAfter = answer.headers['retry-after'];
      this.recorder.add(attempt, retryAfter !== undefined, mayBeUndecided);
      return { attempt, body: told, retryAfterMs: Number(retryAfter ?? 1) * 1_000 };
    } catch {
      const answered = performance.now();
      const nothing = { answered, status: 0, code: '', outcome: null, replayed: false, mark: null, at: 0 };
      const attempt: Attempt = { ...common, ...nothing };
      this.recorder.add(attempt, false);
      return { attempt, body: {}, retryAfterMs: 200 };
    }
  }

  /** Whoever repeats a claim that was told must be told the same. */
  private compare({ before, wish }: Ask, { outcome, status, code, mark }: Attempt): void {
    if (!before) return;
    const isSame = (['id', 'state', 'place', 'position', 'sequence'] as const).every(
      (name) => outcome?.[name] === before[name],
    );
    if (isSame) return;
    // A refusal may be stale while a pool recovers: the checker decides. Another outcome never may.
    if (status >= 300) return;
    this.recorder.otherOutcomes += 1;
    const words = `${JSON.stringify(wish)} was told ${JSON.stringify(before)}, and then ${status} ${code} ${JSON.stringify(outcome)}`;
    this.recorder.isStrange(`${words} at ${mark?.epoch}-${mark?.sequence}`);
  }
}

const outcomeOf = ({ id = '', state = '', place = null, position = null, sequence = 0 }: Body): ToldOutcome => ({
  id,
  state,
  place,
  position,
  sequence,
});

/** Reads `<epoch>-<sequence>; at=<ms>`. */
function readMark(header: string | string[] | undefined): { mark: Mark | null; at: number } {
  const [, epoch, sequence, at] = /^(\d+)-(\d+); at=(\d+)$/.exec(String(header ?? '')) ?? [];
  if (epoch === undefined) return { mark: null, at: 0 };
  return { mark: { epoch: Number(epoch), sequence: Number(sequence) }, at: Number(at) };
}
