import { readFileSync } from 'node:fs';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { RunningService } from './application.js';
import { fileOfPackage, fileOfSwaggerUi, serveReferencePage, type Reference } from './reference-page.js';
import type { EventsDocument } from './service.js';

const icon = { 'favicon-32x32.png': fileOfSwaggerUi('favicon-32x32.png') };
const swaggerUi = {
  ...icon,
  'swagger-ui.css': fileOfSwaggerUi('swagger-ui.css'),
  'swagger-ui-bundle.js': fileOfSwaggerUi('swagger-ui-bundle.js'),
};
const startSwaggerUi = `SwaggerUIBundle({
  url: new URL('openapi.json', document.baseURI).href,
  dom_id: '#reference',
  deepLinking: true,
  tryItOutEnabled: true,
  filter: true,
});`;

/** The reference page of an API at that path, and `openapi.json` below; of `/docs`, which is the whole API's, also `/openapi.json`. */
export function serveReference(document: OpenAPIObject, at = '/docs'): Reference {
  return serveReferencePage(at, {
    title: document.info.title,
    files: { 'openapi.json': JSON.stringify(document), 'start.js': startSwaggerUi },
    assets: swaggerUi,
    alsoAt: at === '/docs' ? { '/openapi.json': 'openapi.json' } : {},
    style: 'swagger-ui.css',
    scripts: ['swagger-ui-bundle.js', 'start.js'],
  });
}

const startAsyncApi = `AsyncApiStandalone.render(
  { schema: { url: new URL('asyncapi.yaml', document.baseURI).href }, config: { show: { sidebar: true, errors: true } } },
  document.getElementById('reference'),
);`;

/** The reference page of events that others read, and `asyncapi.yaml` below. */
export function serveEventReference({ title, file }: EventsDocument, at: string): Reference {
  return serveReferencePage(at, {
    title,
    files: { 'asyncapi.yaml': readFileSync(file, 'utf8'), 'start.js': startAsyncApi },
    assets: {
      ...icon,
      'asyncapi.css': fileOfPackage('@asyncapi/react-component/styles/default.min.css'),
      'asyncapi.js': fileOfPackage('@asyncapi/react-component/browser/standalone/index.js'),
    },
    style: 'asyncapi.css',
    scripts: ['asyncapi.js', 'start.js'],
    // It checks the document against its schema, by code that it makes of the schema. It shows no text of anybody else.
    makesCode: true,
  });
}

/** All reference pages of a service, the one of its API at that path. */
export function serveReferences(
  { openApi, definition }: Pick<RunningService, 'openApi' | 'definition'>,
  at = '/docs',
): Reference {
  const { eventsDocument } = definition;
  const pages = [
    serveReference(openApi, at),
    ...(eventsDocument ? [serveEventReference(eventsDocument, `${at}/events`)] : []),
  ];
  return (request, response) => pages.some((page) => page(request, response));
}
