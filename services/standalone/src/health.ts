import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RunningService } from '@huying/http';

/** Answers `/health/live` and `/health/ready` for all services together; returns false for every other path. */
export function answerHealth(services: readonly RunningService[]) {
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const path = (request.url ?? '').split('?')[0];
    if (path === '/health/live') send(response, 200, { status: 'ok' });
    else if (path === '/health/ready') {
      readiness(services).then(
        ({ ready, ...body }) => send(response, ready ? 200 : 503, body),
        () => send(response, 503, { status: 'error' }),
      );
    } else return false;
    return true;
  };
}

/** Every service is asked as an orchestrator would ask it. */
async function readiness(services: readonly RunningService[]) {
  const answers = await Promise.all(
    services.map(async ({ app, definition }) => {
      const { statusCode } = await app.inject({ method: 'GET', url: '/health/ready' });
      return [definition.name, { status: statusCode === 200 ? 'up' : 'down' }] as const;
    }),
  );
  const ready = answers.every(([, { status }]) => status === 'up');
  return { ready, status: ready ? 'ok' : 'error', details: Object.fromEntries(answers) };
}

function send(response: ServerResponse, status: number, body: object): void {
  const headers = { 'content-type': 'application/json', ...(status === 503 && { 'retry-after': '2' }) };
  response.writeHead(status, headers).end(JSON.stringify(body));
}
