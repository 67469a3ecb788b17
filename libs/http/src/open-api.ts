import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

const problemSchema = {
  type: 'object',
  description: 'RFC 9457. Branch on `code`, show `detail`.',
  required: ['type', 'title', 'status', 'code', 'detail', 'instance', 'requestId'],
  properties: {
    type: { type: 'string', format: 'uri', example: 'urn:huying:problem:need-not-a-draft' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', example: 'need-not-a-draft' },
    detail: { type: 'string', description: 'In the language of Accept-Language: zh-CN or en' },
    instance: { type: 'string' },
    requestId: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'detail'],
        properties: {
          pointer: { type: 'string', description: 'JSON pointer', example: '/places' },
          code: { type: 'string' },
          detail: { type: 'string' },
        },
      },
    },
  },
};

const problemAnswer = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

/** OpenAPI 3.1 knows no `nullable`: null is one of the types. */
function nullAsType(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(nullAsType);
  if (typeof node !== 'object' || node === null) return node;
  const { nullable, ...schema } = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, nullAsType(value)]),
  );
  if (nullable !== true) return nullable === undefined ? schema : { nullable, ...schema };
  const { type, enum: values, ...rest } = schema;
  // Null is none of the objects that a reference describes, so that beside one `type` would not let it in.
  if (typeof type !== 'string' || 'allOf' in rest || '$ref' in rest) return { anyOf: [schema, { type: 'null' }] };
  return { ...rest, type: [type, 'null'], ...(Array.isArray(values) && { enum: [...(values as unknown[]), null] }) };
}

interface Operation {
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly requestBody?: unknown;
  readonly responses?: Record<string, unknown>;
}

/** What a route may answer besides what it states, by what it takes. */
function commonAnswers(method: string, { parameters = [], requestBody }: Operation): Record<string, string> {
  const takes = (kind: string, name?: string) =>
    parameters.some((parameter) => parameter.in === kind && (name === undefined || parameter.name === name));
  return {
    '401': 'No token, or one that is not accepted',
    '403': 'The permission is missing, or it belongs to somebody else',
    '422': 'Violations of the input, each by JSON pointer',
    '429': 'Too many requests',
    '500': 'Our fault; nothing of its cause is told',
    '503': 'Repeat with the same Idempotency-Key after Retry-After',
    ...(takes('path') && { '404': 'Nothing with this id exists in your community' }),
    ...((takes('path') || takes('query') || Boolean(requestBody)) && { '400': 'A malformed body, id, cursor or key' }),
    ...(Boolean(requestBody) && { '413': 'The body is too large', '415': 'The body is not JSON' }),
    ...(method === 'post' && { '409': 'The same request is still being answered' }),
    ...(takes('header', 'If-Match') && { '412': 'Changed by somebody else meanwhile', '428': 'If-Match is missing' }),
  };
}

/** Adds what all routes have in common, so that no route needs to say it; those of a standard, below `foreign`, say all themselves. */
function complete(described: OpenAPIObject, foreign: string | undefined): OpenAPIObject {
  const document = nullAsType(described) as OpenAPIObject;
  document.openapi = '3.1.0';
  document.components = { ...document.components };
  document.components.schemas = { ...document.components.schemas, Problem: problemSchema as never };
  for (const [path, item] of Object.entries(document.paths)) {
    if (foreign && path.startsWith(`${foreign}/`)) continue;
    for (const [method, operation] of Object.entries(item) as [string, Operation][]) {
      if (!operation.responses) continue;
      for (const [status, description] of Object.entries(commonAnswers(method, operation))) {
        operation.responses[status] ??= problemAnswer(description);
      }
    }
  }
  return document;
}

/** `claimPlace` for the one route of ClaimPlaceController, `showNeedHistory` for a second one named `history`. */
function operationId(controller: string, method: string): string {
  const name = controller.replace(/Controller$/, '');
  const suffix = verbs.has(method) ? '' : upperFirst(method);
  return name.charAt(0).toLowerCase() + name.slice(1) + suffix;
}

const verbs = new Set(['get', 'post', 'put', 'patch', 'delete']);
const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The OpenAPI 3.1 document of one service. */
export function describeApi(app: INestApplication, title: string, foreign?: string): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle(title)
    .setDescription(
      'Huying (呼应): call and response. Errors are RFC 9457 problems; every POST takes an Idempotency-Key.',
    )
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .addSecurityRequirements('bearer')
    .build();
  return complete(
    SwaggerModule.createDocument(app, builder, {
      operationIdFactory: operationId,
    }),
    foreign,
  );
}

/** One document for several services behind one address. */
export function mergeApis(title: string, documents: readonly OpenAPIObject[]): OpenAPIObject {
  const [first] = documents;
  if (!first) throw new TypeError('There is no document to merge.');
  const components = documents.map((document) => document.components ?? {});
  return {
    ...first,
    info: { ...first.info, title },
    tags: documents.flatMap((document) => document.tags ?? []),
    paths: Object.assign({}, ...documents.map((document) => document.paths)) as OpenAPIObject['paths'],
    components: {
      ...first.components,
      schemas: Object.assign({}, ...components.map((one) => one.schemas)) as NonNullable<
        OpenAPIObject['components']
      >['schemas'],
    },
  };
}
