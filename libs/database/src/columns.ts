import { Temporal } from 'temporal-polyfill';
import { Column, PrimaryColumn, type ColumnOptions, type ValueTransformer } from 'typeorm';
import { decrypt, encrypt } from './encryption.js';

const instants: ValueTransformer = {
  to: (value: Temporal.Instant | null | undefined) => value?.toString() ?? value,
  from: (value: Date | null) => (value ? Temporal.Instant.fromEpochMilliseconds(value.getTime()) : value),
};

const encrypted: ValueTransformer = {
  to: (value: string | null | undefined) => (typeof value === 'string' ? encrypt(value) : value),
  from: (value: string | null) => (typeof value === 'string' ? decrypt(value) : value),
};

/** A moment, stored in UTC with millisecond precision, a `Temporal.Instant` in code. */
export function InstantColumn(options: ColumnOptions = {}): PropertyDecorator {
  return Column({ type: 'timestamptz', precision: 3, transformer: instants, ...options });
}

/** Personal data: AES-256-GCM in the database, text in code. Cannot be searched; keep a blind index beside it for that. */
export function EncryptedColumn(options: ColumnOptions = {}): PropertyDecorator {
  return Column({ type: 'text', transformer: encrypted, ...options });
}

/** A UUIDv7 that the code chooses before the row is stored. */
export function IdColumn(): PropertyDecorator {
  return PrimaryColumn({ type: 'uuid' });
}
