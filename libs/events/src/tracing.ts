import type { Message } from '@bufbuild/protobuf';
import type { Tx } from '@huying/database';
import { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Span } from '@opentelemetry/api';
import type { Envelope } from './envelope.js';
import { rememberTrace } from './outbox.js';

const tracer = trace.getTracer('@huying/events');

/**
 * Runs a handler as a part of the trace in which its event was emitted. It gets a view of the transaction of its own, so that
 * the events it emits carry on this trace although one transaction serves many events. Returns the span, which is over then.
 */
export async function inConsumerSpan(
  about: {
    readonly envelope: Envelope;
    readonly headers: Readonly<Record<string, string>>;
    readonly service: string;
    readonly tx: Tx;
  },
  work: (own: Tx) => Promise<void>,
): Promise<Span> {
  const { envelope, headers, service, tx } = about;
  const parent = propagation.extract(ROOT_CONTEXT, headers);
  const span = tracer.startSpan(
    `consume ${envelope.type}`,
    {
      kind: SpanKind.CONSUMER,
      attributes: {
        'messaging.system': 'kafka',
        'messaging.operation.type': 'process',
        'messaging.destination.name': envelope.topic,
        'messaging.destination.partition.id': String(envelope.partition),
        'messaging.kafka.offset': Number(envelope.offset),
        'messaging.consumer.group.name': `huying.${service}`,
        'messaging.message.id': envelope.id,
      },
    },
    parent,
  );
  const current = trace.setSpan(parent, span);
  const own = tx.part();
  try {
    await context.with(current, () => work(own));
    for (const event of own.emitted) rememberTrace(event, current);
    tx.emit(...own.emitted);
    return span;
  } catch (error) {
    // The message may hold personal data; the name does not.
    span.setAttribute('error.type', error instanceof Error ? error.constructor.name : typeof error);
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}

/** The trace that this work belongs to, as W3C traceparent, for ways other than HTTP and Kafka; empty if nobody traces. */
export function currentTrace(): string {
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent ?? '';
}

/** The span in which the caller works, if it is traced. */
export const currentSpan = (): Span | undefined => trace.getActiveSpan();

/** The span that `currentTrace` gave where something was decided. */
export function spanIn(traceparent: string): Span | undefined {
  return trace.getSpan(propagation.extract(ROOT_CONTEXT, { traceparent }));
}

/** Makes events parts of the trace that `currentTrace` gave where their cause was decided. @returns the same events */
export function inTrace<Events extends readonly Message[]>(traceparent: string, events: Events): Events {
  if (traceparent === '') return events;
  const origin = propagation.extract(ROOT_CONTEXT, { traceparent });
  for (const event of events) rememberTrace(event, origin);
  return events;
}
