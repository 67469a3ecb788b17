import { applyDecorators } from '@nestjs/common';
import { ApiParam, ApiProduces, ApiResponse, ApiSecurity, ApiTags } from '@nestjs/swagger';
import { Refuses, type ProblemMaker } from '@huying/http';
import { formats } from './document.js';

const schema = (element: string) => ({
  'text/xml': { schema: { type: 'object', xml: { name: element } } },
  'application/json': { schema: { oneOf: [{ type: 'array', items: { type: 'object' } }, { type: 'object' }] } },
});

/** A route of Open311 as OpenAPI has it: the outermost element of its answer, and what it refuses. */
export function Open311Route(element: string, ...makers: ProblemMaker[]): MethodDecorator {
  const statuses = [...new Set([400, 404, 429, 500, 503, ...makers.map((maker) => maker.type.status)])];
  const told = (status: number) => {
    const own = makers.filter((maker) => maker.type.status === status).map((maker) => maker.type.en);
    return own.join('\n\n') || 'As the specification has it: `errors`, each with `code` and `description`';
  };
  return applyDecorators(
    ApiTags('Open311'),
    ApiSecurity({}),
    ApiProduces('text/xml', 'application/json'),
    ApiParam({ name: 'format', enum: [...formats] }),
    Refuses(...makers),
    ApiResponse({ status: 200, description: `The document \`${element}\``, content: schema(element) }),
    ...statuses.map((status) => ApiResponse({ status, description: told(status), content: schema('errors') })),
  );
}
