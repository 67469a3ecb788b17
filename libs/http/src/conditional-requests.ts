import etag from '@fastify/etag';
import type { FastifyInstance } from 'fastify';

/** Whether If-None-Match names the answer's ETag; the comparison is weak (RFC 9110, 13.1.2). */
export function isKnown(ifNoneMatch: string, tag: string): boolean {
  const bare = (one: string): string => one.trim().replace(/^W\//, '');
  return ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((known) => bare(known) === bare(tag));
}

/**
 * Gives every good answer a strong ETag, and answers 304 without a body to whoever has it already. Only what was asked
 * for by GET or HEAD and found: a change is never taken for known, a refusal neither.
 */
export async function answerConditionally(fastify: FastifyInstance): Promise<void> {
  await fastify.register(etag, { replyWith304: false });
  fastify.addHook('onSend', (request, reply, payload, done) => {
    if (reply.statusCode >= 400) void reply.removeHeader('etag');
    const asked = request.headers['if-none-match'];
    const tag = reply.getHeader('etag');
    const read = request.method === 'GET' || request.method === 'HEAD';
    if (asked === undefined || typeof tag !== 'string' || !read || reply.statusCode !== 200 || !isKnown(asked, tag)) {
      done(null, payload);
      return;
    }
    void reply.code(304).removeHeader('content-type');
    done(null, null);
  });
}
