import type { Timestamp } from '@bufbuild/protobuf/wkt';
import { Temporal } from 'temporal-polyfill';

/** An instant as a protobuf timestamp; nanoseconds are kept. */
export function toTimestamp(instant: Temporal.Instant): Timestamp {
  const nanoseconds = instant.epochNanoseconds;
  const billion = 1_000_000_000n;
  const seconds = nanoseconds >= 0n ? nanoseconds / billion : -((-nanoseconds + billion - 1n) / billion);
  return {
    $typeName: 'google.protobuf.Timestamp',
    seconds,
    nanos: Number(nanoseconds - seconds * billion),
  };
}

/** A protobuf timestamp as an instant. @throws RangeError if it is missing, since events always carry their times */
export function toInstant(timestamp: Timestamp | undefined): Temporal.Instant {
  if (!timestamp) throw new RangeError('The event carries no time where one is promised.');
  return Temporal.Instant.fromEpochNanoseconds(timestamp.seconds * 1_000_000_000n + BigInt(timestamp.nanos));
}
