import { toJson, type JsonObject, type JsonValue, type Message } from '@bufbuild/protobuf';
import { keyOf, Personal, personalKindOf, treatPersonal, type EventType } from '@huying/contracts';
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

/** Of a degree three decimals are left, some hundred metres. */
const DECIMALS = 3;

/** The name of a place up to its block: 西山社区 12 幢, without staircase and door. */
const UP_TO_THE_BLOCK = /^[^\d]{0,40}\d{1,4}\s?(?:幢|栋|座|号楼)/u;

/** Of a text that names no block nothing is left, since nobody can tell how near it is to a door. */
export function roundedPlace(value: JsonValue): JsonValue | undefined {
  if (typeof value === 'number') return Number(value.toFixed(DECIMALS));
  return typeof value === 'string' ? UP_TO_THE_BLOCK.exec(value)?.[0] : undefined;
}
