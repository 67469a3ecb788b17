import { Injectable, type PipeTransform } from '@nestjs/common';
import { XMLBuilder } from 'fast-xml-parser';
import type { FastifyReply } from 'fastify';
import { open311Problems } from './open311.problems.js';

/** The forms of an answer: XML as the specification requires it, and JSON. */
export const formats = ['xml', 'json'] as const;
export type Format = (typeof formats)[number];

/** With the charset, as the specification wants it ("Encoding"). */
export const contentTypes: Readonly<Record<Format, string>> = {
  xml: 'text/xml; charset=utf-8',
  json: 'application/json; charset=utf-8',
};

/** @throws open311-format-unknown */
@Injectable()
export class AnswerFormat implements PipeTransform<string, Format> {
  transform(value: string): Format {
    const format = formats.find((one) => one === value);
    if (!format) throw open311Problems.formatUnknown();
    return format;
  }
}

export type Content = string | number | boolean | null | readonly Content[] | { readonly [name: string]: Content };

/** What the elements of a list are called in XML, by what the list is called; JSON has no names for them. */
const elements: Readonly<Record<string, string>> = {
  services: 'service',
  service_requests: 'request',
  service_request_updates: 'request_update',
  attributes: 'attribute',
  values: 'value',
  errors: 'error',
  endpoints: 'endpoint',
  formats: 'format',
};

// XML 1.0, section 2.2: no other characters may stand in a document, not even escaped.
const notInXml = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

const builder = new XMLBuilder({ processEntities: true, suppressEmptyNode: false });

function forXml(name: string, content: Content): unknown {
  if (content === null) return '';
  if (typeof content === 'string') return content.replace(notInXml, '\u{FFFD}');
  if (typeof content !== 'object') return String(content);
  if (isList(content)) {
    const element = elements[name] ?? 'item';
    return content.length === 0 ? '' : { [element]: content.map((one) => forXml(element, one)) };
  }
  return Object.fromEntries(Object.entries(content).map(([key, value]) => [key, forXml(key, value)]));
}

const isList = (content: Content): content is readonly Content[] => Array.isArray(content);

/** A document whose outermost element has that name; in JSON it has none. */
export function write(format: Format, root: string, content: Content): string {
  if (format === 'json') return JSON.stringify(content);
  return `<?xml version="1.0" encoding="utf-8"?>\n${builder.build({ [root]: forXml(root, content) })}`;
}

/** Answers with a document. */
export function answer(reply: FastifyReply, format: Format, root: string, content: Content): string {
  void reply.type(contentTypes[format]);
  return write(format, root, content);
}
