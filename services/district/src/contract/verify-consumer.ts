import { Addresses } from '../webhooks/addresses.js';
import { ANSWER_WITHIN_MS, Sender, type Outcome } from '../webhooks/sender.js';
import { checksOf, type Check } from './checks.js';
import { goldenEvents } from './golden-events.js';

/** How a check went. */
export interface CheckResult {
  readonly name: string;
  readonly passed: boolean;
  readonly expected: '2xx' | '4xx';
  /** The status, or in a word why there was none. */
  readonly got: string;
  readonly milliseconds: number;
}

/** Nobody can be asked at that address: nothing was checked. */
export class NoConsumerError extends Error {
  readonly code = 'no-consumer';
}

export interface Consumer {
  readonly url: string;
  readonly secret: string;
  readonly answerWithinMs?: number;
}

const unreachable = ['refused', 'name-not-found', 'address-not-allowed', 'tls'];
const NEARLY_ALL = 0.9;
/** One's own consumer may be wherever it is. */
const EVERYWHERE = { privateNetworks: ['0.0.0.0/0', '::/0'], plain: true };

/**
 * Sends a consumer everything that it must be ready for, one after the other.
 * @throws NoConsumerError
 */
export async function verifyConsumer(
  { url, secret, answerWithinMs = ANSWER_WITHIN_MS }: Consumer,
  onResult: (result: CheckResult) => void = () => undefined,
): Promise<CheckResult[]> {
  const sender = new Sender(new Addresses(EVERYWHERE), answerWithinMs);
  const results: CheckResult[] = [];
  try {
    for (const check of checksOf(await goldenEvents(), secret)) {
      const outcomes = await sendAll(sender, url, check);
      const error = outcomes[0]?.error ?? '';
      if (results.length === 0 && unreachable.includes(error)) {
        throw new NoConsumerError(`Nobody can be asked at ${url} (${error}).`);
      }
      const result = resultOf(check, outcomes);
      results.push(result);
      onResult(result);
    }
    return results;
  } finally {
    await sender.close();
  }
}

/** Whether the consumer seems to know another secret: then it refuses what is genuine. */
export function isSecretDoubtful(results: readonly CheckResult[]): boolean {
  const genuine = results.filter(({ expected }) => expected === '2xx');
  return genuine.filter(({ got }) => got === '401').length > genuine.length * NEARLY_ALL;
}

async function sendAll(sender: Sender, url: string, { send }: Check): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { headers, body } of send()) {
    const all = { ...headers, 'content-type': 'application/cloudevents+json; charset=utf-8' };
    outcomes.push(await sender.post(url, all, body, new AbortController().signal));
  }
  return outcomes;
}

function resultOf({ name, expected }: Check, outcomes: readonly Outcome[]): CheckResult {
  const first = expected === 'taken' ? 2 : 4;
  const isRight = ({ status }: Outcome) => status !== null && Math.floor(status / 100) === first;
  const told = outcomes.find((outcome) => !isRight(outcome)) ?? outcomes.at(-1);
  return {
    ...{ name, passed: outcomes.every(isRight), expected: expected === 'taken' ? '2xx' : '4xx' },
    got: String(told?.status ?? told?.error),
    milliseconds: Math.max(...outcomes.map(({ milliseconds }) => milliseconds)),
  };
}
