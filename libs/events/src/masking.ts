import type { DescMessage, JsonValue } from '@bufbuild/protobuf';
import { findEventType, Personal, personalKindOf, treatPersonal } from '@huying/contracts';
import type { Envelope } from './envelope.js';

/** What is shown in place of personal data. */
export const MASK = '•••';

/** ProtoJSON of a message without its personal fields, and without fields of which it is not known whether they are. */
export const maskPersonal = (schema: DescMessage, value: JsonValue): JsonValue =>
  treatPersonal(schema, value, () => MASK);

/** What may be shown of an event: its aggregate unless that is a person, and its data without what is personal. */
export function shownOf({ type: name, subject }: Envelope, data: JsonValue): { subject: string; data: JsonValue } {
  const type = findEventType(name);
  if (!type) return { subject: MASK, data: MASK };
  return {
    subject: personalKindOf(type.key) === Personal.UNSPECIFIED ? subject : MASK,
    data: maskPersonal(type.schema, data),
  };
}
