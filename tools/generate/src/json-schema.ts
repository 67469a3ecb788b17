import { ScalarType, type DescEnum, type DescField, type DescMessage } from '@bufbuild/protobuf';
import { Personal, personalKindOf } from '@huying/contracts';
import type { ProtoComments } from './published-language.js';

/** A JSON schema, as far as ProtoJSON needs one. */
export interface JsonSchema {
  [keyword: string]: unknown;
}

// ProtoJSON writes 64-bit integers as text, since JSON numbers cannot hold them all.
const integerText: JsonSchema = { type: 'string', pattern: '^-?[0-9]+$' };
const scalars: Partial<Record<ScalarType, JsonSchema>> = {
  [ScalarType.BOOL]: { type: 'boolean' },
  [ScalarType.STRING]: { type: 'string' },
  [ScalarType.BYTES]: { type: 'string', contentEncoding: 'base64' },
  [ScalarType.DOUBLE]: { type: 'number' },
  [ScalarType.FLOAT]: { type: 'number' },
  [ScalarType.INT64]: integerText,
  [ScalarType.SINT64]: integerText,
  [ScalarType.SFIXED64]: integerText,
  [ScalarType.UINT64]: integerText,
  [ScalarType.FIXED64]: integerText,
};

function scalarSchema(type: ScalarType): JsonSchema {
  return scalars[type] ?? { type: 'integer' };
}

function enumSchema(desc: DescEnum): JsonSchema {
  return { type: 'string', enum: desc.values.map(({ name }) => name) };
}

/** What a reader of messages is told of a field; undefined: this reader does not get it. */
export type Notes = (field: DescField) => JsonSchema | undefined;

/** All fields, and which of them are personal data: for the services of the platform. */
export const notesForServices =
  (comments: ProtoComments): Notes =>
  (field) => {
    const personal = personalKindOf(field);
    return {
      ...described(comments.ofField(field.parent.typeName, field.name)),
      ...(personal !== Personal.UNSPECIFIED && { 'x-personal': Personal[personal].toLowerCase() }),
    };
  };

const treatments: Partial<Record<Personal, string>> = {
  [Personal.UNSPECIFIED]: '',
  [Personal.PSEUDONYM]: 'A pseudonym of the person.',
  [Personal.PLACE]: 'Rounded to the block.',
};

/** The fields that leave the platform, and what has become of those about people. */
export const notesForDistricts =
  (comments: ProtoComments): Notes =>
  (field) => {
    const treatment = treatments[personalKindOf(field)];
    if (treatment === undefined) return undefined;
    return described([comments.ofField(field.parent.typeName, field.name), treatment].filter(Boolean).join(' '));
  };

const described = (description: string): JsonSchema => (description ? { description } : {});

/** The JSON schema of a message as it travels: ProtoJSON. Fields with their default value are left out on the wire. */
export function jsonSchemaOf(message: DescMessage, notes: Notes): JsonSchema {
  if (message.typeName === 'google.protobuf.Timestamp') return { type: 'string', format: 'date-time' };
  const properties = message.fields.flatMap((field) => {
    const note = notes(field);
    return note ? [[field.jsonName, { ...fieldSchema(field, notes), ...note }] as const] : [];
  });
  return { type: 'object', properties: Object.fromEntries(properties) };
}

function fieldSchema(field: DescField, notes: Notes): JsonSchema {
  switch (field.fieldKind) {
    case 'scalar':
      return scalarSchema(field.scalar);
    case 'enum':
      return enumSchema(field.enum);
    case 'message':
      return jsonSchemaOf(field.message, notes);
    case 'list':
      return { type: 'array', items: itemSchema(field, notes) };
    case 'map':
      throw new TypeError(`${field.parent.typeName}.${field.name}: no event has a map; describe one here first.`);
  }
}

function itemSchema(field: DescField & { fieldKind: 'list' }, notes: Notes): JsonSchema {
  switch (field.listKind) {
    case 'scalar':
      return scalarSchema(field.scalar);
    case 'enum':
      return enumSchema(field.enum);
    case 'message':
      return jsonSchemaOf(field.message, notes);
  }
}
