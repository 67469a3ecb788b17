import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** The figures of outbox, relay and consumers; each carries the service, since several may share a process. */
export interface EventsMetrics {
  readonly pending: Gauge<'service'>;
  readonly oldestAge: Gauge<'service'>;
  readonly relayed: Counter<'service' | 'type'>;
  readonly lag: Gauge<'service' | 'topic' | 'partition'>;
  readonly handled: Counter<'service' | 'type' | 'outcome'>;
  readonly deadLetters: Counter<'service' | 'type'>;
  readonly delay: Histogram<'service' | 'type'>;
}

const known = new WeakMap<Registry, EventsMetrics>();

/** The metrics in that registry, made once. It must take exemplars, as those of `createMetrics` do. */
export function eventsMetrics(registry: Registry): EventsMetrics {
  const present = known.get(registry);
  if (present) return present;
  const registers = [registry];
  const metrics: EventsMetrics = {
    pending: new Gauge({
      name: 'huying_outbox_pending',
      help: 'Committed events that are not yet on Kafka.',
      labelNames: ['service'],
      registers,
    }),
    oldestAge: new Gauge({
      name: 'huying_outbox_oldest_age_seconds',
      help: 'For how long the oldest event in the outbox has waited for Kafka.',
      labelNames: ['service'],
      registers,
    }),
    relayed: new Counter({
      name: 'huying_events_relayed_total',
      help: 'Events sent to Kafka by the relay.',
      labelNames: ['service', 'type'],
      registers,
    }),
    lag: new Gauge({
      name: 'huying_consumer_lag',
      help: 'Records of a partition that this service has not come to yet.',
      labelNames: ['service', 'topic', 'partition'],
      registers,
    }),
    handled: new Counter({
      name: 'huying_events_handled_total',
      help: 'Events taken from Kafka, by outcome: applied, repeated (already in the inbox), skipped (unknown type), dead (to dead letters).',
      labelNames: ['service', 'type', 'outcome'],
      registers,
    }),
    deadLetters: new Counter({
      name: 'huying_dead_letters_total',
      help: 'Records that could not be handled and went to the dead letters.',
      labelNames: ['service', 'type'],
      registers,
    }),
    delay: new Histogram({
      name: 'huying_event_delay_seconds',
      help: 'From the time of an event to the commit of its effect in this service.',
      labelNames: ['service', 'type'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300],
      registers,
      enableExemplars: true,
    }),
  };
  known.set(registry, metrics);
  return metrics;
}
