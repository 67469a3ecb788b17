import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { commonProblems } from './common.problems.js';

/**
 * Reads bodies as JSON in UTF-8 and in no other form: a text in another encoding is refused, for it would be stored as
 * rubbish. Keys such as `__proto__` are left in their place, harmless, for the well-formedness check to refuse by name.
 * What is posted is new: a field that is null says no more there than one that is left out, and is taken for it. Where something is
 * changed, null stays what it is.
 */
export function takeJsonBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  const parse = fastify.getDefaultJsonParser('ignore', 'ignore');
  fastify.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    // Many clients name a content type even where they send nothing.
    if (body.length === 0) done(null, undefined);
    else if (!isUtf8(body)) done(commonProblems.malformedJson());
    else {
      void parse(request, body.toString(), (error, value: unknown) => {
        if (request.method === 'POST') leaveOutNulls(value);
        done(error, value);
      });
    }
  });
}

/** Takes fields that are null out of objects, however deep; of lists nothing. */
function leaveOutNulls(body: unknown): void {
  // Without recursion: how deep a body goes is whoever sends it to say.
  const parts = [body];
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    if (typeof part !== 'object' || part === null) continue;
    const isList = Array.isArray(part);
    for (const [key, value] of Object.entries(part as Record<string, unknown>)) {
      if (value === null && !isList) Reflect.deleteProperty(part, key);
      else parts.push(value);
    }
  }
}
