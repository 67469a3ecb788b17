import { createHash } from 'node:crypto';
import {
  createParamDecorator,
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { commonProblems } from './common.problems.js';
import { nextLink } from './pages.js';

/** Adds what the body implies: a strong ETag for a resource with a version, `Link: rel="next"` for a page. */
@Injectable()
export class HeadersInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map((body: unknown) => {
        const { version, nextCursor } = (body ?? {}) as { version?: unknown; nextCursor?: unknown };
        if (typeof version === 'number') void reply.header('etag', etagOf(version, body));
        if (typeof nextCursor === 'string') void reply.header('link', nextLink(request.url, nextCursor));
        return body;
      }),
    );
  }
}

/**
 * The strong ETag of a resource: its version, and a digest of what is shown of it, for more than its version changes in
 * a view (a need's board, what the caller may see).
 */
export function etagOf(version: number, body: unknown): string {
  return `"${version}-${createHash('sha1').update(JSON.stringify(body)).digest('base64url').slice(0, 12)}"`;
}

/**
 * The version that a change rests on, from If-Match: the ETag that was read, or only the version in quotes.
 * @throws if-match-required, changed-meanwhile for what cannot be one of ours
 */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): number => {
  const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
  if (header === undefined) throw commonProblems.ifMatchRequired();
  const version = /^"(\d{1,9})(?:-[\w-]+)?"$/.exec(header.trim())?.[1];
  if (!version) throw commonProblems.changedMeanwhile();
  return Number(version);
});

/** @throws changed-meanwhile unless the resource is still at that version */
export function ensureVersion(resource: { version: number }, expected: number): void {
  if (resource.version !== expected) throw commonProblems.changedMeanwhile();
}

/** Newline-delimited JSON: one object in each line. */
export const NDJSON = 'application/x-ndjson';
