import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { hash } from 'node:crypto';
import {
  ForbiddenError,
  requiredPermission,
  UnauthenticatedError,
  type AuthenticatedRequest,
  type Caller,
} from '@huying/auth';
import { logRequest } from '@huying/observability';
import type { Type } from '@nestjs/common';
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import type { Configuration } from './configuration.js';
import { refusedBy } from './decorators.js';
import { ProblemFilter } from './problem.filter.js';
import { admitCallers, nameRequests, serverOptions, type Conventions } from './server.js';
import type { ServiceDefinition } from './service.js';

/** What a request on the hot lane brings: nothing but this, since one with a body or a query goes the usual way. */
export interface HotRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly caller: Caller;
  readonly reply: FastifyReply;
}

/**
 * A route of a controller that thousands ask for in the same second. Its plain form (`POST /v1/…/<uuid>/…` without body and
 * query) is answered by Fastify beneath Nest, by the very method of the controller, with its permission and its refusals;
 * every other form of it goes through Nest, which also describes it.
 */
export interface HotRoute {
  /** As the controller declares it, with its prefix; its parameters are UUIDs: `/v1/needs/:needId/claims`. */
  readonly path: string;
  readonly status: number;
  readonly controller: Type;
  readonly method: string;
  /** Calls the controller's method. */
  readonly call: (controller: never, request: HotRequest) => Promise<object>;
}

/** Declares a hot route of a controller. */
export function hotRoute<Controller>(
  controller: Type<Controller>,
  method: keyof Controller & string,
  path: string,
  status: number,
  call: (controller: Controller, request: HotRequest) => Promise<object>,
): HotRoute {
  return { path, status, controller, method, call };
}

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';

/** Answers the plain requests of hot routes. */
export interface HotLane {
  /** Whether this request is answered here. */
  takes(request: IncomingMessage): boolean;
  readonly routing: (request: IncomingMessage, response: ServerResponse) => void;
}

/** What the lane needs of its service. */
export interface HotLaneParts {
  readonly definition: ServiceDefinition;
  readonly configuration: Configuration;
  readonly conventions: Conventions;
  /** Gives a controller of the service. */
  readonly get: <Controller>(type: Type<Controller>) => Controller;
}

/** Sets up the hot routes of a service, if it has any. */
export async function openHotLane(parts: HotLaneParts): Promise<HotLane | undefined> {
  const { definition, configuration, conventions } = parts;
  const routes = definition.hotRoutes ?? [];
  if (routes.length === 0) return undefined;
  const fastify = Fastify(serverOptions(configuration));
  await nameRequests(fastify, definition);
  await admitCallers(fastify, configuration, conventions);
  fastify.addHook('onResponse', (request, reply, done) => {
    Object.assign(request.raw, { id: request.id });
    logRequest(request.raw, reply.raw, reply.elapsedTime);
    done();
  });
  for (const route of routes) fastify.post(route.path, handlerOf(route, parts));
  await fastify.ready();
  const plain = routes.map(({ path }) => new RegExp(`^${path.replace(/:\w+/g, UUID)}$`));
  return {
    takes: ({ method, url = '', headers }) =>
      method === 'POST' && hasNoBody(headers) && plain.some((expression) => expression.test(url)),
    routing: (request, response) => fastify.routing(request, response),
  };
}

/** Whoever names the type of a body, even of an empty one, is answered by the way that reads bodies. */
function hasNoBody(headers: IncomingHttpHeaders): boolean {
  const { 'content-length': length, 'content-type': type, 'transfer-encoding': encoding } = headers;
  return type === undefined && encoding === undefined && (length === undefined || length === '0');
}

function handlerOf(route: HotRoute, { configuration, get }: HotLaneParts) {
  const controller = get(route.controller) as never;
  const method = (controller as Record<string, object>)[route.method] ?? {};
  const permission = requiredPermission(method);
  const declared = refusedBy(method);
  const filter = new ProblemFilter(configuration.BODY_LIMIT_BYTES, () => declared, configuration.STRICT_PROBLEMS);
  return (request: FastifyRequest & AuthenticatedRequest, reply: FastifyReply): void => {
    const { caller, headers } = request;
    const params = request.params as Readonly<Record<string, string>>;
    const refuse = (error: unknown) => filter.answer(error, request, reply);
    if (!caller) return refuse(new UnauthenticatedError('token-missing'));
    if (!permission || !caller.permissions.has(permission)) {
      return refuse(new ForbiddenError('permission-missing', permission));
    }
    void reply.status(route.status);
    route.call(controller, { params, headers, caller, reply }).then((body) => send(reply, body), refuse);
  };
}

/** As the usual way sends it: JSON with its strong ETag. */
function send(reply: FastifyReply, body: object): void {
  const text = JSON.stringify(body);
  void reply
    .header('etag', `"${hash('sha1', text, 'base64')}"`)
    .type('application/json; charset=utf-8')
    .send(text);
}
