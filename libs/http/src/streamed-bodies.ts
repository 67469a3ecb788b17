import type { FastifyInstance } from 'fastify';
import type { StreamedBody } from './service.js';

/** What Fastify itself says of a content type that nothing reads; the problem filter knows the code. */
const unsupported = () =>
  Object.assign(new Error('Unsupported media type.'), { code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE', statusCode: 415 });

/** Hands the raw stream to the routes that want it; any other route refuses these content types as it did before. */
export function takeStreamedBodies(fastify: FastifyInstance, bodies: readonly StreamedBody[]): void {
  for (const contentType of new Set(bodies.map((body) => body.contentType))) {
    const paths = new Set(bodies.filter((body) => body.contentType === contentType).map((body) => body.path));
    fastify.addContentTypeParser(contentType, (request, payload, done) => {
      if (paths.has(request.routeOptions.url ?? '')) done(null, payload);
      else done(unsupported());
    });
  }
}
