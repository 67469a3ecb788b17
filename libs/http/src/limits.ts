import rateLimit from '@fastify/rate-limit';
import { clientOf, type AuthenticatedRequest } from '@huying/auth';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { commonProblems } from './common.problems.js';
import type { Problem } from './problems.js';

const WINDOW_SECONDS = 60;

/** Counts a request of somebody unknown; the refusal if there were too many. */
export type LimitStranger = (request: FastifyRequest, reply: FastifyReply) => Promise<Problem | undefined>;

/**
 * Requests per minute of one caller through one app. Each server counts for itself: a service has one in each of its processes,
 * and one more for its hot lane, if it has that, so a platform in one process gives an allowance per service. Runs after the token
 * is verified, so that nobody gets a fresh allowance by inventing tokens. Adds `RateLimit` and `RateLimit-Policy`.
 * @returns counts requests whose token was refused, by address: guessing tokens has its limit too
 */
export async function limitRates(fastify: FastifyInstance, perMinute: number): Promise<LimitStranger> {
  await fastify.register(rateLimit, {
    global: true,
    hook: 'preValidation',
    max: perMinute,
    timeWindow: WINDOW_SECONDS * 1_000,
    cache: 50_000,
    keyGenerator: (request: FastifyRequest & AuthenticatedRequest) =>
      request.caller ? clientOf(request.caller) : request.ip,
    errorResponseBuilder: (_request, { ttl }) => commonProblems.tooManyRequests({ seconds: Math.ceil(ttl / 1_000) }),
  });
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    const remaining = reply.getHeader('x-ratelimit-remaining');
    if (remaining !== undefined) {
      const reset = reply.getHeader('x-ratelimit-reset');
      void reply
        .header('ratelimit', `"minute";r=${String(remaining)};t=${String(reset)}`)
        .header('ratelimit-policy', `"minute";q=${perMinute};w=${WINDOW_SECONDS}`)
        .removeHeader('x-ratelimit-limit')
        .removeHeader('x-ratelimit-remaining')
        .removeHeader('x-ratelimit-reset');
    }
    done(null, payload);
  });
  const strangers = fastify.createRateLimit({ max: perMinute, keyGenerator: (request: FastifyRequest) => request.ip });
  return async (request, reply) => {
    const count = await strangers(request);
    if (count.isAllowed || !count.isExceeded) return undefined;
    void reply.header('retry-after', count.ttlInSeconds);
    return commonProblems.tooManyRequests({ seconds: count.ttlInSeconds });
  };
}
