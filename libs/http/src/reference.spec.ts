import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { serveEventReference, serveReference } from './reference.js';

const document: OpenAPIObject = { openapi: '3.1.0', info: { title: 'Needs', version: '1' }, paths: {} };
const ofOneService: OpenAPIObject = { ...document, info: { title: 'Needs', version: 'of one service' } };

describe('the API reference', () => {
  let server: Server;
  let url: string;

  beforeAll(async () => {
    const references = [
      serveReference(document),
      serveReference(ofOneService, '/docs/needs'),
      serveEventReference({ title: 'Needs', file: new URL(import.meta.url) }, '/docs/needs/events'),
    ];
    server = createServer((request, response) => {
      if (!references.some((reference) => reference(request, response))) response.writeHead(418).end();
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  it.each(['/openapi.json', '/docs/openapi.json', '/openapi.json?x'])('gives the document at %s', async (path) => {
    const answer = await fetch(url + path);
    expect(await answer.json()).toEqual(document);
  });

  it('gives the document of one service below its own path', async () => {
    expect(await (await fetch(`${url}/docs/needs/openapi.json`)).json()).toEqual(ofOneService);
  });

  it.each([
    ['/docs', 'openapi.json'],
    ['/docs/', 'openapi.json'],
    ['/docs/needs', 'openapi.json'],
    ['/docs/needs/', 'openapi.json'],
    ['/docs/needs/events', 'asyncapi.yaml'],
    ['/docs/needs/events/', 'asyncapi.yaml'],
  ])('finds all that the page at %s needs', async (path, described) => {
    const page = await (await fetch(url + path)).text();
    expect(page).toContain('<title>Needs</title>');
    const base = new URL(/<base href="([^"]+)"/.exec(page)?.[1] ?? '', url + path);
    const parts = [...page.matchAll(/(?:href|src)="([^"]+\.\w+)"/g)].map(([, part]) => new URL(part ?? '', base).href);
    expect(parts).toHaveLength(4);
    const answers = await Promise.all([...parts, new URL(described, base).href].map((part) => fetch(part)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  });

  it.each(['/docs', '/docs/needs/events'])(
    'names nothing at %s by an absolute path, so that it can stand under another',
    async (path) => {
      const page = await (await fetch(`${url}${path}/`)).text();
      const script = await (await fetch(`${url}${path}/start.js`)).text();
      expect(page + script).not.toMatch(/["'(]\//);
    },
  );

  it.each([
    '/docs/package.json',
    '/docs/../package.json',
    '/docs/nothing.js',
    '/docs/needs/nothing.js',
    '/docs/needs/deeper/start.js',
    '/docs/events/start.js',
    '/documents',
    '/',
  ])('leaves %s to others', async (path) => {
    expect((await fetch(url + path)).status).toBe(418);
  });
});
