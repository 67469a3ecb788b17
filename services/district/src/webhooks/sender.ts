import type { LookupFunction } from 'node:net';
import { Agent, request } from 'undici';
import type { Addresses } from './addresses.js';
import type { AttemptError } from './webhook.entity.js';

/** A receiver has so long to answer, connecting included. */
export const ANSWER_WITHIN_MS = 15_000;
/** Of what it says nothing matters but the status; so much is read that the connection can be used again. */
const MOST_OF_ANSWER_BYTES = 16_384;

/** How an attempt went. */
export interface Outcome {
  /** Null: there was no answer. */
  readonly status: number | null;
  /** Null: it was taken. */
  readonly error: AttemptError | null;
  readonly milliseconds: number;
}

/** Posts to receivers, each over connections of its own. Redirects are not followed: the address that was judged is the one that is told. */
export class Sender {
  private readonly agent: Agent;

  constructor(
    private readonly addresses: Addresses,
    private readonly answerWithinMs = ANSWER_WITHIN_MS,
  ) {
    const lookup: LookupFunction = addresses.lookup;
    this.agent = new Agent({ connect: { lookup, timeout: answerWithinMs }, pipelining: 1, keepAliveTimeout: 10_000 });
  }

  /** @param gone ends the attempt at once; what it throws then is not an outcome */
  async post(url: string, headers: Record<string, string>, body: string, gone: AbortSignal): Promise<Outcome> {
    const began = performance.now();
    const timeout = AbortSignal.timeout(this.answerWithinMs);
    const ended = (status: number | null, error: AttemptError | null): Outcome => {
      return { status, error, milliseconds: Math.round(performance.now() - began) };
    };
    // An address in place of a name is not looked up, so it is judged here, at every attempt: rules may have changed since the first.
    if (this.addresses.refusalOf(url) !== undefined) return ended(null, 'address-not-allowed');
    try {
      const signal = AbortSignal.any([timeout, gone]);
      const answer = await request(url, { method: 'POST', headers, body, dispatcher: this.agent, signal });
      void answer.body.dump({ limit: MOST_OF_ANSWER_BYTES, signal }).catch(() => undefined);
      return ended(answer.statusCode, errorOfStatus(answer.statusCode));
    } catch (error) {
      gone.throwIfAborted();
      return ended(null, timeout.aborted ? 'timeout' : errorOf(error));
    }
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }
}

function errorOfStatus(status: number): AttemptError | null {
  if (status >= 200 && status < 300) return null;
  return status >= 300 && status < 400 ? 'redirect' : 'status';
}

const kinds: readonly (readonly [RegExp, AttemptError])[] = [
  [/^address-not-allowed$/, 'address-not-allowed'],
  [/^(name-not-found|ENOTFOUND)$/, 'name-not-found'],
  [/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH)$/, 'refused'],
  [/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/, 'reset'],
  [/TIMEOUT|ETIMEDOUT/, 'timeout'],
  [/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/, 'tls'],
];

/** Never the error's text: it may quote the address with what stands in its query. */
function errorOf(error: unknown): AttemptError {
  if (error instanceof AggregateError && error.errors.length > 0) return errorOf(error.errors[0]);
  const { code = '', cause } = error as { code?: unknown; cause?: unknown };
  const kind = kinds.find(([expression]) => expression.test(String(code)))?.[1];
  return kind ?? (cause ? errorOf(cause) : 'other');
}
