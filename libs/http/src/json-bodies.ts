import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { commonProblems } from './common.problems.js';

/**
 * Reads bodies as JSON in UTF-8 and in no other form: a text in another encoding is refused, for it would be stored as
 * rubbish. Keys such as `__proto__` are left in their place, harmless, for the well-formedness check to refuse by name.
 */
export function takeJsonBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  const parse = fastify.getDefaultJsonParser('ignore', 'ignore');
  fastify.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    // Many clients name a content type even where they send nothing.
    if (body.length === 0) done(null, undefined);
    else if (isUtf8(body)) void parse(request, body.toString(), done);
    else done(commonProblems.malformedJson());
  });
}
