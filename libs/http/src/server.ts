import { randomUUID } from 'node:crypto';
import { TokenVerifier, isOpenRoute, UnauthenticatedError, type AuthenticatedRequest } from '@huying/auth';
import { createRequestTracing, HttpMetrics, type RoutedMessage } from '@huying/observability';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Registry } from 'prom-client';
import { commonProblems } from './common.problems.js';
import { answerConditionally } from './conditional-requests.js';
import type { Configuration } from './configuration.js';
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
    bodyLimit: configuration.BODY_LIMIT_BYTES,
    trustProxy: configuration.TRUST_PROXY,
    genReqId: requestId,
    routerOptions: { maxParamLength: 200 },
    // A path that is no path; answered before any hook.
    frameworkErrors: (error: Error, request: unknown, reply: unknown) => {
      const problem = problemOf(error, configuration.BODY_LIMIT_BYTES) ?? commonProblems.internalError();
      answerProblem(request as FastifyRequest, reply as FastifyReply, problem);
    },
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  takeJsonBodies(fastify);
  takeStreamedBodies(fastify, definition.streamedBodies ?? []);
  fastify.addHook('onRequest', (request, _reply, done) => {
    const routeTemplate = request.routeOptions.url ?? 'unknown';
    Object.assign<object, Partial<RoutedMessage>>(request.raw, { service: definition.name, routeTemplate });
    done();
  });
  const tracing = await createRequestTracing();
  if (tracing) await fastify.register(tracing);
  return adapter;
}

/** Ours if the client sends none that is fit for logs: the id stands in every log line and problem. */
function requestId(request: { headers: Record<string, string | string[] | undefined> }): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
}

/** What holds for every request of every service: metrics, tokens, limits, ETags, input that can be stored. */
export async function holdConventions(
  fastify: FastifyInstance,
  configuration: Configuration,
  { metrics, readiness }: { metrics: Registry; readiness: Readiness },
): Promise<void> {
  const measured = new HttpMetrics(metrics);
  const verifier = new TokenVerifier({ issuer: configuration.OIDC_ISSUER, audience: configuration.OIDC_AUDIENCE });
  const limitStranger = await limitRates(fastify, configuration.RATE_LIMIT_PER_MINUTE);
  fastify.addHook('onRequest', async (request: FastifyRequest & AuthenticatedRequest, reply) => {
    measured.begin();
    void reply.header('x-request-id', request.id);
    if (isOpenRoute(request.url)) return;
    try {
      if (readiness.isDraining) throw commonProblems.serviceUnavailable();
      request.caller = await verifier.verify(request.headers.authorization);
    } catch (error) {
      const tooMany = error instanceof UnauthenticatedError ? await limitStranger(request, reply) : undefined;
      const refusal = tooMany ?? problemOf(error, configuration.BODY_LIMIT_BYTES) ?? commonProblems.internalError();
      answerProblem(request, reply, refusal);
      await reply;
    }
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    measured.end(request.method, request.routeOptions.url ?? 'unknown', reply.statusCode, reply.elapsedTime / 1_000);
    done();
  });
  refuseIllFormedInput(fastify);
  await answerConditionally(fastify);
}
