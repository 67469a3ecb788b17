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

/** The JSON schema of a message as it travels: ProtoJSON. Fields with their default value are left out on the wire. */
export function jsonSchemaOf(message: DescMessage, comments: ProtoComments): JsonSchema {
  if (message.typeName === 'google.protobuf.Timestamp') return { type: 'string', format: 'date-time' };
  return {
    type: 'object',
    properties: Object.fromEntries(
      message.fields.map((field) => [field.jsonName, withNotes(field, fieldSchema(field, comments), comments)]),
    ),
  };
}

function fieldSchema(field: DescField, comments: ProtoComments): JsonSchema {
  switch (field.fieldKind) {
    case 'scalar':
      return scalarSchema(field.scalar);
    case 'enum':
      return enumSchema(field.enum);
    case 'message':
      return jsonSchemaOf(field.message, comments);
    case 'list':
      return { type: 'array', items: itemSchema(field, comments) };
    case 'map':
      throw new TypeError(`${field.parent.typeName}.${field.name}: no event has a map; describe one here first.`);
  }
}

function itemSchema(field: DescField & { fieldKind: 'list' }, comments: ProtoComments): JsonSchema {
  switch (field.listKind) {
    case 'scalar':
      return scalarSchema(field.scalar);
    case 'enum':
      return enumSchema(field.enum);
    case 'message':
      return jsonSchemaOf(field.message, comments);
  }
}

function withNotes(field: DescField, schema: JsonSchema, comments: ProtoComments): JsonSchema {
  const description = comments.ofField(field.parent.typeName, field.name);
  const personal = personalKindOf(field);
  return {
    ...schema,
    ...(description && { description }),
    ...(personal !== Personal.UNSPECIFIED && { 'x-personal': Personal[personal].toLowerCase() }),
  };
}
