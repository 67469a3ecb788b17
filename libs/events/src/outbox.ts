import type { Message } from '@bufbuild/protobuf';
import { newId, type Outbox } from '@huying/database';
import { context, propagation, type Context } from '@opentelemetry/api';
import type { EntityManager } from 'typeorm';
import { toEventRecord, type EventToSend } from './envelope.js';

/** The channel on which a commit wakes the relay; NOTIFY is per database, so all services use the same name. */
export const OUTBOX_CHANNEL = 'huying_outbox';

/** Kafka takes records of 1 MiB; some room is left for headers. */
const MAX_VALUE_BYTES = 900_000;

/** An event is larger than Kafka takes. Thrown before the commit, so that the relay never meets a record it cannot send. */
export class EventTooLargeError extends Error {
  readonly code = 'event-too-large';
  constructor(type: string, bytes: number) {
    super(`${type} has ${bytes} bytes; at most ${MAX_VALUE_BYTES} fit in a record.`);
  }
}

const emittedIn = new WeakMap<Message, Context>();

/** Ties an event to the trace it was emitted in, for when it is written later, outside of that trace. */
export function rememberTrace(event: Message, trace: Context): void {
  emittedIn.set(event, trace);
}

/*
  Positions of one key must be given in the order of the commits, or the relay could send the later event first. So the
  key's lock is taken before the position is drawn and held to the end of the transaction. It is taken last in the
  transaction and in sorted order, hence never part of a deadlock, and 256 locks stand for all keys, so that a large
  transaction does not fill the server's lock table.
*/
const APPEND = `
  WITH lines AS MATERIALIZED (
    SELECT * FROM ROWS FROM (json_to_recordset($1) AS (id uuid, type text, topic text, key text, headers jsonb, value text))
      WITH ORDINALITY AS line (id, type, topic, key, headers, value, number)
  ), slots AS MATERIALIZED (
    SELECT DISTINCT hashtext(key) & 255 AS slot FROM lines ORDER BY slot
  ), locked AS MATERIALIZED (
    SELECT count(pg_advisory_xact_lock(7470110, slot)) AS locks FROM (SELECT slot FROM slots ORDER BY slot) AS sorted
  ), added AS (
    INSERT INTO outbox (id, type, topic, key, headers, value)
    SELECT id, type, topic, key, headers, value FROM lines WHERE (SELECT locks FROM locked) > 0 ORDER BY number
    RETURNING 1
  )
  SELECT pg_notify('${OUTBOX_CHANNEL}', '') FROM (SELECT count(*) FROM added) AS counted`;

/**
 * Publishes records as they are, if and only if the transaction commits; for events that are not of the service's own making.
 * The locks of their keys are held until then, so let it be the last thing that the transaction does.
 */
export async function publishRecords(manager: EntityManager, lines: readonly EventToSend[]): Promise<void> {
  await manager.query(APPEND, [JSON.stringify(lines)]);
}

/** Writes emitted events beside the rows of their transaction; the relay sends them once it is committed. */
export class TransactionalOutbox implements Outbox {
  private readonly service: string;

  /** @param options the service whose events these are: the `source` of the CloudEvents */
  constructor(options: { readonly service: string }) {
    this.service = options.service;
  }

  /** One statement for all events. @throws NotAnEventError, EventTooLargeError; the transaction then rolls back */
  async append(manager: EntityManager, events: readonly Message[]): Promise<void> {
    if (events.length === 0) return;
    await publishRecords(
      manager,
      events.map((event) => this.line(event)),
    );
  }

  private line(event: Message): EventToSend {
    const tracing: Record<string, string> = {};
    propagation.inject(emittedIn.get(event) ?? context.active(), tracing);
    const line = toEventRecord(event, { id: newId(), service: this.service, time: new Date(), tracing });
    const bytes = Buffer.byteLength(line.value);
    if (bytes > MAX_VALUE_BYTES) throw new EventTooLargeError(line.type, bytes);
    return line;
  }
}
