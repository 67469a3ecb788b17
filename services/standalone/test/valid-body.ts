import type { OpenAPIObject } from '@nestjs/swagger';

/** What the API's description says of a value, as far as it is looked at here. */
export interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly example?: unknown;
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

const HOUR_MS = 3_600_000;
const DEPTH = 8;
/** Words that end something: their times are after those of others. */
const isLate = (name: string): boolean => /^(ends|until|to|closes|last|due|release)/i.test(name);

/**
 * A body that the description of the API lets through, with this text wherever people write freely.
 * @param text short, so that it has room anywhere
 */
export function validBody(schema: Schema | undefined, text: string, api: OpenAPIObject): unknown {
  const resolved = (one: Schema): Schema => {
    if (!one.$ref) return one;
    const name = one.$ref.split('/').at(-1) ?? '';
    return api.components?.schemas?.[name] ?? {};
  };
  const value = (given: Schema, name: string, depth: number): unknown => {
    const one = resolved(given);
    const { allOf, anyOf, oneOf, properties, items } = one;
    const [first] = [...(allOf ?? []), ...(anyOf ?? []), ...(oneOf ?? [])];
    if (first) return value(first, name, depth);
    if (one.enum) return one.enum[0];
    if (properties) {
      if (depth > DEPTH) return {};
      const entries = Object.entries(properties);
      return Object.fromEntries(entries.map(([key, property]) => [key, value(property, key, depth + 1)]));
    }
    if (items) {
      if (Array.isArray(one.example)) return one.example;
      return Array.from({ length: Math.max(1, one.minItems ?? 1) }, () => value(items, name, depth + 1));
    }
    return plainValue(one, name, text);
  };
  return schema && value(schema, '', 0);
}

function plainValue(schema: Schema, name: string, text: string): unknown {
  const { type, format, example, pattern, minimum, maximum, maxLength = Infinity } = schema;
  const [kind] = [type ?? 'string'].flat();
  if (kind === 'boolean') return example ?? true;
  if (kind === 'integer' || kind === 'number') return example ?? Math.min(maximum ?? 1, Math.max(minimum ?? 1, 1));
  if (kind === 'object') return example ?? {};
  if (format === 'date-time') return new Date(Date.now() + (isLate(name) ? 28 : 26) * HOUR_MS).toISOString();
  if (format === 'uuid') return example ?? '01a206e7-847b-76b2-9273-ca0382684560';
  if (format) return example;
  if (pattern)
    return [text, example, 'a', '1'].find((one) => typeof one === 'string' && new RegExp(pattern, 'u').test(one));
  return text.length <= maxLength ? text : (example ?? 'x');
}
