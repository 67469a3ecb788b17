import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Problem } from './problems.js';
import type { Language } from './problem-view.js';

/** The body of an answer in a form that somebody else has specified. */
export interface ForeignAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/**
 * A part of a service that speaks the language of a standard instead of ours: its own bodies, its own form of errors. All
 * below `prefix` answers without a token of ours, so that it has to look itself who asks.
 */
export interface ForeignApi {
  /** `/open311`; its controllers name it in full. */
  readonly prefix: string;
  /** What reads a body, by its content type; other content types than these are refused below the prefix. */
  readonly bodies: Readonly<Record<string, (body: Buffer, contentType: string) => Promise<unknown>>>;
  /** The address of the route that answers a URL; for standards that have several addresses for one. */
  readonly route: (url: string) => string;
  /** A refusal as the standard wants it. */
  readonly refusal: (problem: Problem, language: Language, url: string) => ForeignAnswer;
}

const served = new WeakMap<FastifyInstance, ForeignApi>();

const isBelow = (url: string, prefix: string): boolean => url.startsWith(`${prefix}/`);

/** The foreign API whose request this is, if it is one. */
export function foreignApiOf({ server, url }: FastifyRequest): ForeignApi | undefined {
  const api = served.get(server);
  return api && isBelow(url, api.prefix) ? api : undefined;
}

/** For the server's option of this name. */
export const rewriteUrl = (api: ForeignApi | undefined) => (request: { url?: string | undefined }) => {
  const { url = '/' } = request;
  return api && isBelow(url, api.prefix) ? api.route(url) : url;
};

/** Reads the bodies of the API; any other route refuses these content types as it did before. */
export function takeForeignBodies(fastify: FastifyInstance, api: ForeignApi): void {
  served.set(fastify, api);
  for (const [contentType, read] of Object.entries(api.bodies)) {
    fastify.addContentTypeParser<Buffer>(
      contentType,
      { parseAs: 'buffer' },
      (request: FastifyRequest, body: Buffer) => {
        if (foreignApiOf(request)) return read(body, request.headers['content-type'] ?? '');
        const refused = new Error('Unsupported media type.');
        return Promise.reject(Object.assign(refused, { code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE', statusCode: 415 }));
      },
    );
  }
}
