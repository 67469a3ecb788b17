import type { DescMessage, JsonObject, JsonValue } from '@bufbuild/protobuf';
import { findEventType, Personal, personalKindOf } from '@huying/contracts';
import type { Envelope } from './envelope.js';

/** What is shown in place of personal data. */
export const MASK = '•••';

/** ProtoJSON of a message without its personal fields, and without fields of which it is not known whether they are. */
export function maskPersonal(schema: DescMessage, value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((entry) => maskPersonal(schema, entry));
  if (typeof value !== 'object' || value === null) return value;
  const masked: JsonObject = {};
  for (const [name, entry] of Object.entries(value)) {
    const field = schema.fields.find(({ jsonName, name: protoName }) => name === jsonName || name === protoName);
    if (!field || personalKindOf(field) !== Personal.UNSPECIFIED) masked[name] = MASK;
    else masked[name] = field.message ? maskPersonal(field.message, entry) : entry;
  }
  return masked;
}

/** What may be shown of an event: its aggregate unless that is a person, and its data without what is personal. */
export function shownOf({ type: name, subject }: Envelope, data: JsonValue): { subject: string; data: JsonValue } {
  const type = findEventType(name);
  if (!type) return { subject: MASK, data: MASK };
  return {
    subject: personalKindOf(type.key) === Personal.UNSPECIFIED ? subject : MASK,
    data: maskPersonal(type.schema, data),
  };
}
