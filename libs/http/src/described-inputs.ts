import type { INestApplication } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Uuid } from './validation.js';

/** What of a schema is looked at here. */
interface Schema {
  $ref?: string;
  format?: string;
  pattern?: string;
  nullable?: boolean;
  required?: string[];
  items?: Schema;
  allOf?: Schema[];
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
}

interface Operation {
  operationId?: string;
  parameters?: { in: string; name: string; schema?: Schema }[];
  requestBody?: { required?: boolean; content: Record<string, { schema?: Schema }> };
  responses?: Record<string, unknown>;
}

const operationsOf = (document: OpenAPIObject): Operation[] =>
  Object.values(document.paths)
    .flatMap((item) => Object.values(item as object) as unknown[])
    .filter((one): one is Operation => typeof one === 'object' && one !== null && 'responses' in one);

const bodyOf = ({ requestBody }: Operation): Schema | undefined => requestBody?.content['application/json']?.schema;

/** Not everything that reads a description knows the classes of Unicode. */
const CONTROLS = String.raw`\u0000-\u001f\u007f-\u009f`;

/** A schema, and all that it is made of. */
function partsOf(document: OpenAPIObject, whole: Schema | undefined): Set<Schema> {
  const parts = new Set<Schema>();
  const add = (one: Schema | undefined): void => {
    if (!one || parts.has(one)) return;
    parts.add(one);
    const name = one.$ref?.split('/').at(-1);
    if (name !== undefined) add(document.components?.schemas?.[name]);
    for (const part of [one.items, ...(one.allOf ?? []), ...(one.anyOf ?? []), ...Object.values(one.properties ?? {})])
      add(part);
  };
  add(whole);
  return parts;
}

/** Which parameters of its path a route takes for nothing but a UUID, by the name of its operation. */
export function idsInPaths(app: INestApplication, nameOf: (controller: string, method: string) => string) {
  const ids = new Map<string, ReadonlySet<string>>();
  const controllers = [...app.get(ModulesContainer).values()].flatMap(({ controllers: some }) => [...some.values()]);
  for (const { metatype } of controllers) {
    if (typeof metatype !== 'function') continue;
    for (const method of Object.getOwnPropertyNames(metatype.prototype as object)) {
      const taken = Reflect.getMetadata(ROUTE_ARGS_METADATA, metatype, method) as
        Record<string, { data?: unknown; pipes?: unknown[] }> | undefined;
      const names = Object.values(taken ?? {})
        .filter(({ pipes }) => pipes?.includes(Uuid))
        .map(({ data }) => String(data));
      if (names.length > 0) ids.set(nameOf(metatype.name, method), new Set(names));
    }
  }
  return ids;
}

/**
 * Says of the input what holds for every route: which parts of a path are UUIDs, that null stands for a field that is left out,
 * and that a body may be left out in which every field may.
 */
export function describeInputs(document: OpenAPIObject, ids: ReadonlyMap<string, ReadonlySet<string>>): void {
  for (const operation of operationsOf(document)) {
    for (const parameter of operation.parameters ?? []) {
      const isId = parameter.in === 'path' && ids.get(operation.operationId ?? '')?.has(parameter.name);
      if (isId && parameter.schema) parameter.schema.format = 'uuid';
    }
    const body = bodyOf(operation);
    const parts = partsOf(document, body);
    for (const part of parts) {
      const { properties = {}, required = [] } = part;
      if (part.pattern) part.pattern = part.pattern.replaceAll(String.raw`\p{Cc}`, CONTROLS);
      for (const [name, property] of Object.entries(properties)) {
        if (!required.includes(name)) property.nullable = true;
      }
    }
    const mayBeEmpty =
      body && [...parts].slice(0, body.$ref ? 2 : 1).every(({ required = [] }) => required.length === 0);
    if (mayBeEmpty && operation.requestBody) {
      operation.requestBody.required = false;
      body.nullable = true;
    }
  }
}

/** Whether an operation is asked by the id of something, wherever it stands: then there may be no such thing. */
export function namesSomething(document: OpenAPIObject, operation: object): boolean {
  const { parameters = [] } = operation as Operation;
  if (parameters.some(({ in: where, schema }) => where === 'path' || schema?.format === 'uuid')) return true;
  return [...partsOf(document, bodyOf(operation))].some(({ format }) => format === 'uuid');
}
