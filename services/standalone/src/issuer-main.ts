import { join, resolve } from 'node:path';
import { onStop } from '@huying/http';
import { createDevelopmentIssuer } from './development-issuer/development-issuer.js';
import { StandaloneError } from './errors.js';
import { FrontDoor } from './front-door.js';

/** The development issuer alone, for a platform whose services run each by itself. */
const { HOST: host = '127.0.0.1', PORT: port = '8080', OIDC_AUDIENCE: audience = 'huying' } = process.env;
const dataDir = resolve(process.env['DATA_DIR'] ?? join('.data', 'platform'));

try {
  const door = await FrontDoor.open({ host, port: Number(port), variable: 'PORT' });
  onStop(async () => {
    await door.drain();
    door.close();
  });
  const url = process.env['OIDC_ISSUER'] ?? `${door.url}/oidc`;
  const issuer = await createDevelopmentIssuer({ url, dataDir, audience, environment: process.env });
  const { pathname } = new URL(url);
  door.answerWith((request, response) => {
    if (request.url?.startsWith(pathname)) return issuer.handle(request, response);
    const healthy = request.url === '/health/live' || request.url === '/health/ready';
    response.writeHead(healthy ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ status: healthy ? 'ok' : 'error' }));
  });
  console.log(`The development issuer gives any token to anybody: ${url}`);
} catch (error) {
  console.error(error instanceof StandaloneError ? error.message : error);
  process.exit(1);
}
