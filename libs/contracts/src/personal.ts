import type { DescMessage, JsonObject, JsonValue } from '@bufbuild/protobuf';
import { Personal, personalKindOf } from './registry.js';

/** What becomes of a field; undefined for the kind: nobody knows what it holds. @returns undefined to leave it out */
export type PersonalTreatment = (kind: Personal | undefined, value: JsonValue) => JsonValue | undefined;

/** ProtoJSON of a message, with each of its personal fields, and each that is not known, as `treat` gives it. */
export function treatPersonal(schema: DescMessage, value: JsonValue, treat: PersonalTreatment): JsonValue {
  if (Array.isArray(value)) return value.map((entry) => treatPersonal(schema, entry, treat));
  if (typeof value !== 'object' || value === null) return value;
  const treated: JsonObject = {};
  for (const [name, entry] of Object.entries(value)) {
    const field = schema.fields.find(({ jsonName, name: protoName }) => name === jsonName || name === protoName);
    const kind = field && personalKindOf(field);
    if (kind === Personal.UNSPECIFIED) {
      treated[name] = field?.message ? treatPersonal(field.message, entry, treat) : entry;
      continue;
    }
    const left = treat(kind, entry);
    if (left !== undefined) treated[name] = left;
  }
  return treated;
}
