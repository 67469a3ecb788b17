import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { basename, dirname, extname, join } from 'node:path';
import type { OpenAPIObject } from '@nestjs/swagger';

// Swagger UI's files come with @nestjs/swagger: the page works where nothing outside can be reached.
const require = createRequire(import.meta.url);
const files = dirname(require.resolve('swagger-ui-dist/package.json', { paths: [require.resolve('@nestjs/swagger')] }));

const types: Record<string, string> = { '.css': 'text/css', '.js': 'text/javascript', '.png': 'image/png' };
const served = new Set(['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png']);

// All addresses are relative to the directory of the page, so that an edge can show it under a path of its own.
const page = (title: string, directory: string) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <base href="${directory}" />
    <title>${title}</title>
    <link rel="icon" href="favicon-32x32.png" />
    <link rel="stylesheet" href="swagger-ui.css" />
  </head>
  <body>
    <div id="reference"></div>
    <script src="swagger-ui-bundle.js"></script>
    <script src="start.js"></script>
  </body>
</html>
`;

const start = `SwaggerUIBundle({
  url: new URL('openapi.json', document.baseURI).href,
  dom_id: '#reference',
  deepLinking: true,
  tryItOutEnabled: true,
});`;

/**
 * Answers the reference page at that path, with all that it needs and `openapi.json` below; at `/docs`, which is the whole API's,
 * also `/openapi.json`. Returns false for every other path.
 */
export function serveReference(document: OpenAPIObject, at = '/docs') {
  const json = JSON.stringify(document);
  const { title } = document.info;
  const send = (response: ServerResponse, type: string, body: string) =>
    response
      .writeHead(200, {
        'content-type': `${type}; charset=utf-8`,
        'content-security-policy': "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:",
      })
      .end(body);
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (path === `${at}/openapi.json` || (path === '/openapi.json' && at === '/docs'))
      send(response, 'application/json', json);
    else if (path === at) send(response, 'text/html', page(title, `${basename(at)}/`));
    else if (path === `${at}/`) send(response, 'text/html', page(title, './'));
    else if (path === `${at}/start.js`) send(response, 'text/javascript', start);
    else if (dirname(path) === at && served.has(basename(path))) {
      response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' });
      createReadStream(join(files, basename(path))).pipe(response);
    } else return false;
    return true;
  };
}
