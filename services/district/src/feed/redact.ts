import { toJson, type JsonObject, type JsonValue, type Message } from '@bufbuild/protobuf';
import { keyOf, Personal, personalKindOf, roundedPlace, treatPersonal, type EventType } from '@huying/contracts';
import type { PseudonymOf } from './pseudonyms.js';

/** An event without what a district must not know. */
export interface Redacted {
  /** The aggregate's id; of a person's the pseudonym. */
  readonly subject: string;
  /** ProtoJSON of the same type. */
  readonly data: JsonObject;
}

/**
 * What a district sees of an event. By the options of the proto file alone: ids of people become pseudonyms, places are rounded to
 * the block, everything else that is marked personal is left out, and so is what is not known.
 */
export function forDistrict(event: Message, type: EventType, pseudonymOf: PseudonymOf): Redacted {
  const data = treatPersonal(type.schema, toJson(type.schema, event), (kind, value) => {
    if (kind === Personal.PSEUDONYM) return pseudonyms(value, pseudonymOf);
    return kind === Personal.PLACE ? roundedPlace(value) : undefined;
  });
  const key = keyOf(event);
  const isPerson = personalKindOf(type.key) !== Personal.UNSPECIFIED;
  return { subject: isPerson ? pseudonymOf(key) : key, data: data as JsonObject };
}

function pseudonyms(value: JsonValue, pseudonymOf: PseudonymOf): JsonValue | undefined {
  if (Array.isArray(value)) return value.flatMap((one) => pseudonyms(one, pseudonymOf) ?? []);
  if (typeof value !== 'string') return undefined;
  return value === '' ? '' : pseudonymOf(value);
}
