import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { basename, extname } from 'node:path';

/** Answers what is asked at its path and below it; false for every other path. */
export type Reference = (request: IncomingMessage, response: ServerResponse) => boolean;

/** A page by which people read a document, with all that it needs: it works where nothing outside can be reached. */
export interface ReferencePage {
  readonly title: string;
  /** By their names beside the page. */
  readonly files: Readonly<Record<string, string>>;
  /** Where files of packages lie, by their names beside the page: they change only with a release, and a browser may keep them. */
  readonly assets: Readonly<Record<string, string>>;
  /** Files that are also found at another path. */
  readonly alsoAt?: Readonly<Record<string, string>>;
  readonly style: string;
  /** In the order in which they run; the last one shows the document in `#reference`. */
  readonly scripts: readonly string[];
  /** Whether its scripts make code of texts. */
  readonly makesCode?: boolean;
}

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.yaml': 'application/yaml; charset=utf-8',
};

/** All that a page needs is its own; the libraries that show documents write styles into it, and have pictures in them. */
const policyOf = ({ makesCode = false }: ReferencePage): string =>
  [
    "default-src 'none'",
    `script-src 'self'${makesCode ? " 'unsafe-eval'" : ''}`,
    "connect-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "base-uri 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

// All addresses are relative to the directory of the page, so that an edge can show it under a path of its own.
const html = ({ title, style, scripts }: ReferencePage, directory: string) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <base href="${directory}" />
    <title>${title}</title>
    <link rel="icon" href="favicon-32x32.png" />
    <link rel="stylesheet" href="${style}" />
    <style>
      body {
        margin: 0;
        font-family: sans-serif;
      }
    </style>
  </head>
  <body>
    <div id="reference"></div>
${scripts.map((script) => `    <script src="${script}"></script>`).join('\n')}
  </body>
</html>
`;

/** Serves the page at that path, with or without a slash at its end, and its files below it. */
export function serveReferencePage(at: string, page: ReferencePage): Reference {
  const bodies = new Map([
    [at, html(page, `${basename(at)}/`)],
    [`${at}/`, html(page, './')],
    ...Object.entries(page.files).map(([name, body]) => [`${at}/${name}`, body] as const),
    ...Object.entries(page.alsoAt ?? {}).map(([path, name]) => [path, page.files[name] ?? ''] as const),
  ]);
  const assets = new Map(Object.entries(page.assets).map(([name, file]) => [`${at}/${name}`, file]));
  const policy = policyOf(page);
  return (request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const [body, asset] = [bodies.get(path), assets.get(path)];
    if (body === undefined && asset === undefined) return false;
    response.writeHead(200, {
      'content-type': types[extname(path)] ?? 'text/html; charset=utf-8',
      'content-security-policy': policy,
      ...(asset !== undefined && { 'cache-control': 'public, max-age=3600' }),
    });
    if (asset === undefined) response.end(body);
    else createReadStream(asset).pipe(response);
    return true;
  };
}

const require = createRequire(import.meta.url);

/** Where a file of a package lies: `swagger-ui-dist/swagger-ui.css`. @throws Error if it is not installed */
export const fileOfPackage = (file: string, paths?: string[]): string => require.resolve(file, paths && { paths });

// Swagger UI comes with @nestjs/swagger.
const swaggerUi = [require.resolve('@nestjs/swagger')];
export const fileOfSwaggerUi = (name: string): string => fileOfPackage(`swagger-ui-dist/${name}`, swaggerUi);
