export { settingsOf } from './cli/connection.js';
export { Consumer, On, OnEach } from './decorators.js';
export type { Delivery, DeliveryHandler } from './delivery.js';
export {
  cloudEventHeaders,
  dataschemaOf,
  toEventRecord,
  UndecodableEventError,
  type Envelope,
  type EventToSend,
} from './envelope.js';
export { isPassing, PermanentError } from './faults.js';
export { kafkaSignIn } from './kafka.js';
export type { KafkaOptions, KafkaSignIn, KafkaSignInVariables } from './kafka.js';
export type { EventsLogger } from './logger.js';
export { eventsMigrations } from './migrations.js';
export { currentSpan, currentTrace, inTrace, spanIn } from './tracing.js';
export { EventTooLargeError, publishRecords, TransactionalOutbox } from './outbox.js';
export { EventReader, type EventReaderOptions, type ReadEvent } from './reader.js';
export { Relay, type RelayOptions } from './relay.js';
export { findSealedRecords, type SealedRecords } from './sealed-records.js';
export {
  countEvents,
  createTopics,
  deletePlatformTopics,
  deleteTopics,
  platformTopics,
  publishingServices,
  type CreateTopicsOptions,
} from './topics.js';
export { EventTransport, type EventTransportOptions } from './transport.js';
