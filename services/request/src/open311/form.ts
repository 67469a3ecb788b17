import { isUtf8 } from 'node:buffer';
import { Busboy } from '@fastify/busboy';
import { open311Problems } from './open311.problems.js';

/** The fields of a form. Of one that is sent several times the last counts; a blank one counts as left out. */
export type Fields = Readonly<Record<string, string>>;

/** A form has some twenty fields, and the attributes of its service. */
const MOST_FIELDS = 100;
const LONGEST_FIELD = 65_536;

/** A form that was read, to be told from a body of JSON. */
export class Form {
  constructor(readonly fields: Fields) {}
}

function formOf(pairs: Iterable<readonly [string, string]>): Form {
  const fields = Object.create(null) as Record<string, string>;
  for (const [name, value] of pairs) if (value.trim() !== '') fields[name] = value;
  if (Object.keys(fields).length > MOST_FIELDS) throw open311Problems.malformedForm();
  return new Form(fields);
}

/** @throws open311-malformed-form */
export function readUrlencoded(body: Buffer): Promise<Form> {
  return Promise.resolve().then(() => {
    if (!isUtf8(body)) throw open311Problems.malformedForm();
    const text = body.toString();
    try {
      // URLSearchParams would put U+FFFD for what is no UTF-8.
      decodeURIComponent(text);
    } catch (cause) {
      throw open311Problems.malformedForm({}, { cause });
    }
    return formOf(new URLSearchParams(text));
  });
}

/** @throws open311-malformed-form, open311-file-not-taken */
export function readMultipart(body: Buffer, contentType: string): Promise<Form> {
  return new Promise<Form>((resolve, reject) => {
    const malformed = (cause?: unknown) => reject(open311Problems.malformedForm({}, { cause }));
    if (!isUtf8(body)) return malformed();
    const pairs: [string, string][] = [];
    try {
      const parser = new Busboy({
        headers: { 'content-type': contentType },
        limits: { fields: MOST_FIELDS, fieldSize: LONGEST_FIELD, parts: MOST_FIELDS },
      });
      parser.on('field', (name, value, nameCut, valueCut) => {
        if (nameCut || valueCut || name === undefined) malformed();
        else pairs.push([name, value]);
      });
      parser.on('file', (_name, stream, filename) => {
        stream.resume();
        // A browser sends a file without a name for a field that was left empty.
        if (filename) reject(open311Problems.fileNotTaken());
      });
      parser.on('fieldsLimit', malformed);
      parser.on('partsLimit', malformed);
      parser.on('error', malformed);
      parser.on('finish', () => resolve(formOf(pairs)));
      parser.end(body);
    } catch (error) {
      malformed(error);
    }
  });
}

/** A body that cannot be read: said only where the route is known that refuses it. */
class Unread {
  readonly #fault: Error;

  constructor(fault: Error) {
    this.#fault = fault;
  }

  refuse(): never {
    throw this.#fault;
  }
}

/** Reads a body without ever refusing it. */
export const reading =
  (read: (body: Buffer, contentType: string) => Promise<Form>) =>
  (body: Buffer, contentType: string): Promise<Form | Unread> =>
    read(body, contentType).catch((fault: Error) => new Unread(fault));

/** The fields of a body. @throws open311-malformed-form, open311-file-not-taken */
export function fieldsOf(body: unknown): Fields {
  if (body instanceof Unread) body.refuse();
  if (!(body instanceof Form)) throw open311Problems.malformedForm();
  return body.fields;
}

/** What was sent as `attribute[code]`, by code. */
export function attributesOf(fields: Fields): Fields {
  const named = Object.entries(fields).flatMap(([name, value]) => {
    const code = /^attribute\[([\w-]{1,50})\](?:\[\])?$/.exec(name)?.[1];
    return code ? [[code, value] as const] : [];
  });
  return Object.fromEntries(named);
}
