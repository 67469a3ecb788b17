import { roles } from '@huying/auth';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { IGNORES_KEY, optionalKey } from './decorators.js';
import { describeInputs, idsInPaths, namesSomething } from './described-inputs.js';

const problemSchema = {
  type: 'object',
  description: 'RFC 9457. Branch on `code`, show `detail` and `remedy`.',
  required: ['type', 'title', 'status', 'code', 'detail', 'instance', 'requestId'],
  properties: {
    type: { type: 'string', format: 'uri', example: 'urn:huying:problem:need-not-a-draft' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', example: 'need-not-a-draft' },
    detail: { type: 'string', description: 'In the language of Accept-Language: zh-CN or en' },
    remedy: {
      type: 'string',
      description: 'What to do about it, in the same language; absent where `detail` says it all',
      example: 'Read the need; if it has ended, reopen it first.',
    },
    permission: {
      type: 'object',
      description: 'With `permission-missing`: what the operation requires',
      required: ['name', 'roles'],
      properties: {
        name: { type: 'string', description: 'Also the scope that an app needs', example: 'needs:publish' },
        roles: {
          type: 'array',
          description: 'The roles that have it',
          items: { type: 'string', enum: [...roles] },
        },
      },
    },
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
  description?: string;
  parameters?: readonly { readonly in: string; readonly name: string }[];
  [IGNORES_KEY]?: true;
  readonly requestBody?: unknown;
  readonly responses?: Record<string, unknown>;
}

/** What a route may answer besides what it states, by what it takes. */
function commonAnswers(
  method: string,
  { parameters = [], requestBody }: Operation,
  byId: boolean,
): Record<string, string> {
  const takes = (kind: string, name?: string) =>
    parameters.some((parameter) => parameter.in === kind && (name === undefined || parameter.name === name));
  return {
    '401': 'No token, or one that is not accepted',
    '403': 'The permission is missing, or it belongs to somebody else',
    '422': 'Violations of the input, each by JSON pointer',
    '429': 'Too many requests',
    '500': 'Our fault; nothing of its cause is told',
    '503': 'Repeat with the same Idempotency-Key after Retry-After',
    ...(byId && { '404': 'Nothing with this id exists in your community' }),
    ...((takes('path') || takes('query') || takes('header', optionalKey.name) || Boolean(requestBody)) && {
      '400': 'A malformed body, id, cursor or key',
    }),
    ...(Boolean(requestBody) && { '413': 'The body is too large', '415': 'The body is not JSON' }),
    ...(method === 'post' && { '409': 'The same request is still being answered' }),
    ...(takes('header', 'If-Match') && { '412': 'Changed by somebody else meanwhile', '428': 'If-Match is missing' }),
  };
}

/** Says of every POST how it treats Idempotency-Key: what is not said otherwise by its route, as the interceptor does. */
function describeKey(operation: Operation): void {
  const { parameters = [], description } = operation;
  if (operation[IGNORES_KEY]) {
    operation.description = [description, 'A repeat changes nothing by its nature: Idempotency-Key is not looked at.']
      .filter(Boolean)
      .join(' ');
  } else if (!parameters.some(({ name }) => name === optionalKey.name)) {
    operation.parameters = [...parameters, optionalKey];
  }
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
      if (method === 'post') describeKey(operation);
      for (const [status, description] of Object.entries(
        commonAnswers(method, operation, namesSomething(document, operation)),
      )) {
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
      'Huying (呼应): call and response. Errors are RFC 9457 problems; a POST takes an Idempotency-Key, or says that it needs none.',
    )
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .addSecurityRequirements('bearer')
    .build();
  const document = SwaggerModule.createDocument(app, builder, { operationIdFactory: operationId });
  describeInputs(document, idsInPaths(app, operationId));
  return complete(document, foreign);
}
