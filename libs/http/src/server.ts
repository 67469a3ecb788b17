import { randomUUID } from 'node:crypto';
import { TokenVerifier, isOpenRoute, UnauthenticatedError, type AuthenticatedRequest } from '@huying/auth';
import { createRequestTracing, exemplarOf, HttpMetrics, spanOf, type RoutedMessage } from '@huying/observability';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Registry } from 'prom-client';
import { commonProblems } from './common.problems.js';
import { answerConditionally } from './conditional-requests.js';
import type { Configuration } from './configuration.js';
import { rewriteUrl, takeForeignBodies } from './foreign-api.js';
import { takeJsonBodies } from './json-bodies.js';
import { limitRates } from './limits.js';
import { answerProblem, problemOf } from './problem.filter.js';
import type { Readiness } from './readiness.js';
import type { ServiceDefinition } from './service.js';
import { takeStreamedBodies } from './streamed-bodies.js';
import { refuseIllFormedInput } from './well-formed.js';

/** The server below Nest, with what must be in its place before Nest adds anything: bodies, traces, the name of the route. */
export async function createAdapter(
  definition: ServiceDefinition,
  configuration: Configuration,
): Promise<FastifyAdapter> {
  const adapter = new FastifyAdapter({
    ...serverOptions(configuration),
    rewriteUrl: rewriteUrl(definition.foreignApi),
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  takeJsonBodies(fastify);
  takeStreamedBodies(fastify, definition.streamedBodies ?? []);
  if (definition.foreignApi) takeForeignBodies(fastify, definition.foreignApi);
  await nameRequests(fastify, definition);
  return adapter;
}

/** How every server of ours reads requests. */
export function serverOptions(configuration: Configuration) {
  return {
    bodyLimit: configuration.BODY_LIMIT_BYTES,
    trustProxy: configuration.TRUST_PROXY,
    genReqId: requestId,
    routerOptions: { maxParamLength: 200 },
    // A path that is no path; answered before any hook.
    frameworkErrors: (error: Error, request: unknown, reply: unknown) => {
      const problem = problemOf(error, configuration.BODY_LIMIT_BYTES) ?? commonProblems.internalError();
      answerProblem(request as FastifyRequest, reply as FastifyReply, problem);
    },
  };
}

/** Says of each request whose it is and where it goes: for its log line and its trace. */
export async function nameRequests(fastify: FastifyInstance, { name }: ServiceDefinition): Promise<void> {
  fastify.addHook('onRequest', (request, _reply, done) => {
    const raw = request.raw as RoutedMessage;
    raw.service = name;
    raw.routeTemplate = request.routeOptions.url ?? 'unknown';
    done();
  });
  const tracing = await createRequestTracing();
  if (tracing) await fastify.register(tracing);
}

/** Ours if the client sends none that is fit for logs: the id stands in every log line and problem. */
/** The name of a request: as it is given, if it can be one, else a new one. */
export function requestId(request: { headers: Record<string, string | string[] | undefined> }): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
}

/** What all servers of one service share. */
export interface Conventions {
  readonly measured: HttpMetrics;
  readonly verifier: TokenVerifier;
  readonly readiness: Readiness;
}

export function createConventions(configuration: Configuration, metrics: Registry, readiness: Readiness): Conventions {
  return {
    measured: new HttpMetrics(metrics),
    verifier: new TokenVerifier({ issuer: configuration.OIDC_ISSUER, audience: configuration.OIDC_AUDIENCE }),
    readiness,
  };
}

/** What holds for every request of every service: metrics, tokens, limits, ETags, input that can be stored. */
export async function holdConventions(
  fastify: FastifyInstance,
  configuration: Configuration,
  conventions: Conventions,
): Promise<void> {
  await admitCallers(fastify, configuration, conventions);
  refuseIllFormedInput(fastify);
  await answerConditionally(fastify);
}

/** Measures requests, lets in whose token is good, and counts how often they come. */
export async function admitCallers(
  fastify: FastifyInstance,
  configuration: Configuration,
  { measured, verifier, readiness }: Conventions,
): Promise<void> {
  const limitStranger = await limitRates(fastify, configuration.RATE_LIMIT_PER_MINUTE);
  const refuse = async (request: FastifyRequest, reply: FastifyReply, error: unknown) => {
    const tooMany = error instanceof UnauthenticatedError ? await limitStranger(request, reply) : undefined;
    const refusal = tooMany ?? problemOf(error, configuration.BODY_LIMIT_BYTES) ?? commonProblems.internalError();
    answerProblem(request, reply, refusal);
  };
  fastify.addHook('onRequest', (request: FastifyRequest & AuthenticatedRequest, reply, done) => {
    measured.begin();
    void reply.header('x-request-id', request.id);
    if (isOpenRoute(request.url)) return done();
    if (readiness.isDraining) return void refuse(request, reply, commonProblems.serviceUnavailable());
    const { authorization } = request.headers;
    // Who was verified a moment ago need not wait for a promise.
    request.caller = verifier.known(authorization);
    if (request.caller) return done();
    verifier.verify(authorization).then(
      (caller) => {
        request.caller = caller;
        done();
      },
      (error: unknown) => refuse(request, reply, error),
    );
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    measured.end(request.method, route, reply.statusCode, reply.elapsedTime / 1_000, exemplarOf(spanOf(request)));
    done();
  });
}
