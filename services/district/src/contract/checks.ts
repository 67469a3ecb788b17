import { randomBytes } from 'node:crypto';
import type { CloudEventView } from '../feed/cloud-event.view.js';
import { newSecret, signatureHeaders } from '../webhooks/signing.js';
import { Temporal } from 'temporal-polyfill';
import type { GoldenEvent } from './golden-events.js';

/** One request of a check. */
export interface Sent {
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** What is sent to a consumer, and whether it is to take it (2xx) or to refuse it (4xx). */
export interface Check {
  readonly name: string;
  readonly expected: 'taken' | 'refused';
  /** Made when its turn comes, so that its timestamp is fresh. */
  readonly send: () => Sent[];
}

/** Longer than any event is: one takes a megabyte at most on Kafka, and half of that as a rule never. */
const BIG_CHARACTERS = 400_000;
const OLD_MINUTES = 10;

/** All checks, in the order in which they are made. */
export function checksOf(golden: readonly GoldenEvent[], secret: string): Check[] {
  const last = golden.at(-1)?.event;
  if (!last) throw new Error('There are no golden examples.');
  const nth = (offset: number, change: Partial<CloudEventView> = {}): CloudEventView => ({
    ...last,
    ...{ id: `019df05a-6480-7001-8000-${String(offset).padStart(12, '0')}` },
    ...{ sequence: (BigInt(last.sequence) + BigInt(offset)).toString().padStart(last.sequence.length, '0') },
    ...change,
  });
  const signed = (event: CloudEventView, by: readonly string[] = [secret], minutesAgo = 0): Sent => {
    const body = JSON.stringify(event);
    const now = Temporal.Now.instant().subtract({ minutes: minutesAgo });
    return { body, headers: signatureHeaders(by, { id: event.id, body, now }) };
  };
  const taken = (name: string, send: () => Sent[]): Check => ({ name, expected: 'taken', send });
  const refused = (name: string, send: () => Sent[]): Check => ({ name, expected: 'refused', send });
  const data = (more: object) => ({ data: { ...last.data, ...more } });
  return [
    ...golden.map(({ name, event }) => taken(name, () => [signed(event)])),
    taken('the same event again', () => [signed(last)]),
    taken('fields that are not known yet', () => [
      signed({ ...nth(1, data({ addedLater: { deep: [1, 'two', null] } })), laterattribute: 'x' } as CloudEventView),
    ]),
    taken('a type that is not known yet', () => [signed(nth(2, { type: 'huying.later.v1.SomethingHappened' }))]),
    taken('events of two subjects, the later one first', () => [
      signed(nth(4, { subject: '019df05a-6480-7002-8000-000000000001' })),
      signed(nth(3, { subject: '019df05a-6480-7002-8000-000000000002' })),
    ]),
    taken('two signatures, as while a secret is replaced', () => [signed(nth(5), [newSecret(), secret])]),
    taken('a big event', () => [signed(nth(6, data({ addedLater: randomBytes(BIG_CHARACTERS / 2).toString('hex') })))]),
    refused('a signature by another secret', () => [signed(nth(7), [newSecret()])]),
    refused('a body that was changed', () => {
      const { headers, body } = signed(nth(8));
      return [{ headers, body: body.replace('"1.0"', '"1.1"') }];
    }),
    refused('no signature', () => [{ headers: {}, body: JSON.stringify(nth(9)) }]),
    refused('a timestamp of ten minutes ago', () => [signed(nth(10), [secret], OLD_MINUTES)]),
  ];
}
