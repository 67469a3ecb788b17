import type { Type } from '@nestjs/common';
import type { MigrationInterface } from 'typeorm';
import type { ForeignApi } from './foreign-api.js';
import type { HotRoute } from './hot-lane.js';
import type { RetentionRule } from './retention/rule.js';
import type { StoredFigure } from './stored-figures.js';

/** What a service is, stated once: its name, its parts, and the paths that it owns. */
export interface ServiceDefinition {
  /** `request`: also the name of its database, its consumer group and its dead letters. */
  readonly name: string;
  readonly title: string;
  readonly module: Type;
  readonly entities: readonly (new () => object)[];
  readonly migrations: readonly (new () => MigrationInterface)[];
  /**
   * Path patterns, `*` for one segment: `/v1/needs` covers all below it too. Where two services' patterns match, the
   * longer one wins. Standalone's routing and the edge's configuration are made from this.
   */
  readonly paths: readonly string[];
  /** Routes that take their body as a stream, as long as it may be, and only in this content type. */
  readonly streamedBodies?: readonly StreamedBody[];
  /** Routes that thousands ask for in the same second, answered beneath Nest. */
  readonly hotRoutes?: readonly HotRoute[];
  /** What it answers in the form of a standard. */
  readonly foreignApi?: ForeignApi;
  /** Its events, if others than services read them: shown beside the reference of its API. */
  readonly eventsDocument?: EventsDocument;
  /** What personal data it keeps, how long, and what becomes of it. */
  readonly retention?: readonly RetentionRule[];
  /** What operators see of what its database holds. */
  readonly figures?: readonly StoredFigure[];
}

/** An AsyncAPI document. */
export interface EventsDocument {
  readonly title: string;
  readonly file: URL;
}

/** A route whose `request.body` is the stream itself: nothing reads it before the handler, no body limit holds for it. */
export interface StreamedBody {
  /** As the route is declared, with its prefix: `/v1/volunteers/import`. */
  readonly path: string;
  readonly contentType: string;
}

/** What a pattern matches: itself and all below it. */
export function pathExpression(pattern: string): RegExp {
  const source = pattern
    .split('/')
    .map((step) => (step === '*' ? '[^/]+' : step.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
    .join('/');
  return new RegExp(`^${source}(?:[/?]|$)`);
}

/** Whose the paths are, in the order in which they are tried: longer patterns first. The first that matches wins. */
export function routingTable<Owner>(owners: readonly { paths: readonly string[]; owner: Owner }[]) {
  return owners
    .flatMap(({ paths, owner }) => paths.map((pattern) => ({ pattern, expression: pathExpression(pattern), owner })))
    .sort((a, b) => b.pattern.split('/').length - a.pattern.split('/').length);
}

/** Finds the owner of a path among several. */
export function createRouting<Owner>(owners: readonly { paths: readonly string[]; owner: Owner }[]) {
  const table = routingTable(owners);
  return (url: string): Owner | undefined => table.find(({ expression }) => expression.test(url))?.owner;
}
