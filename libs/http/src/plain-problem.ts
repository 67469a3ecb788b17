import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Problem } from './problems.js';
import { languageOf, problemView } from './problem-view.js';
import { requestId } from './server.js';

/**
 * Answers a problem where no service stands behind the answer, in the form that every service gives it.
 * @param extension members beside those that every problem has
 */
export function answerProblemPlainly(
  request: IncomingMessage,
  response: ServerResponse,
  problem: Problem,
  extension: Readonly<Record<string, unknown>> = {},
): void {
  const language = languageOf(request.headers['accept-language']);
  const path = (request.url ?? '/').split('?')[0] ?? '';
  const id = requestId(request);
  const { status, retryAfter } = problem.type;
  response
    .writeHead(status, {
      ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
      ...problem.headers,
      'x-request-id': id,
      'content-language': language,
      'content-type': 'application/problem+json; charset=utf-8',
    })
    .end(JSON.stringify({ ...problemView(problem, language, path, id), ...extension }));
}
