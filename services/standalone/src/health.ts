import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerProblemPlainly, commonProblems, type RunningService } from '@huying/http';

/**
 * Answers `/health/live` and `/health/ready` for all services together; returns false for every other path. Not ready is the
 * problem `service-unavailable`, whose `details` say which services are not.
 */
export function answerHealth(services: readonly RunningService[]) {
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const path = (request.url ?? '').split('?')[0];
    const notReady = (details: object = {}) =>
      answerProblemPlainly(request, response, commonProblems.serviceUnavailable(), { details });
    if (path === '/health/live') send(response, { status: 'ok' });
    else if (path === '/health/ready') {
      readiness(services).then(
        ({ ready, details }) => (ready ? send(response, { status: 'ok', details }) : notReady(details)),
        () => notReady(),
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
  return { ready, details: Object.fromEntries(answers) };
}

function send(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
