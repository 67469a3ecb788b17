import type { DescMessage, Message, MessageShape } from '@bufbuild/protobuf';
import type { Tx } from '@huying/database';
import type { Envelope } from './envelope.js';

/** What an `@On` method is called with. */
export interface Delivery<Event extends Message = Message> {
  readonly event: Event;
  /** The transaction that records the event as handled; what is emitted through it is published if it commits. */
  readonly tx: Tx;
  readonly envelope: Envelope;
}

/** The shape of a method that takes events of that type. */
export type DeliveryHandler<Desc extends DescMessage> = (
  delivery: Delivery<MessageShape<Desc>>,
) => Promise<void> | void;
