import { applyDecorators, HttpCode, SetMetadata, type Type } from '@nestjs/common';
import { ApiExtension, ApiHeader, ApiResponse } from '@nestjs/swagger';
import type { ProblemMaker } from './problems.js';

const REFUSES = 'huying:refuses';
const KEY_POLICY = 'huying:idempotency';

/** The status and body of the good answer. */
export function Answers(status: number, type?: Type | [Type], description = ''): MethodDecorator {
  return applyDecorators(HttpCode(status), ApiResponse({ status, type, description }));
}

/** The problems that a route may answer besides the common ones; throwing another is a mistake that tests find. */
export function Refuses(...makers: ProblemMaker[]): MethodDecorator {
  const statuses = [...new Set(makers.map((maker) => maker.type.status))];
  return applyDecorators(
    SetMetadata(REFUSES, new Set(makers.map((maker) => maker.type.code))),
    ...statuses.map((status) =>
      ApiResponse({
        status,
        description: makers
          .filter((maker) => maker.type.status === status)
          .map((maker) => `\`${maker.type.code}\`: ${maker.type.en}`)
          .join('\n\n'),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      }),
    ),
  );
}

/** The codes that a route declares. */
export function refusedBy(handler: object): ReadonlySet<string> {
  return (Reflect.getMetadata(REFUSES, handler) as Set<string> | undefined) ?? new Set();
}

/** How a POST route treats Idempotency-Key. */
export type KeyPolicy = 'optional' | 'required' | 'by-the-route';

const keySchema = { type: 'string', pattern: '^[!-~]{1,255}$' } as const;
const key = { name: 'Idempotency-Key', required: true, schema: keySchema } as const;

/** How the header is described where a POST says nothing of it. */
export const optionalKey = {
  ...{ name: 'Idempotency-Key', in: 'header', required: false, schema: keySchema },
  description: 'A new UUID for each new wish: a repeat with the same key and body gets the same answer; 24 hours',
} as const;

/** Marks in the description an operation that does not look at the key. */
export const IGNORES_KEY = 'x-ignores-idempotency-key';

/** The key is required: a repeat would do harm. */
export const RequiresIdempotencyKey = (): MethodDecorator =>
  applyDecorators(
    SetMetadata(KEY_POLICY, 'required' satisfies KeyPolicy),
    ApiHeader({ ...key, description: 'A new UUID for each new wish; 24 hours' }),
  );

/** The route keeps its keys itself, with its own effects. */
export const KeepsIdempotencyKeys = (): MethodDecorator =>
  applyDecorators(
    SetMetadata(KEY_POLICY, 'by-the-route' satisfies KeyPolicy),
    ApiHeader({ ...key, description: 'A new UUID for each new wish' }),
  );

/** The route ignores keys: a repeat of it changes nothing by its nature. */
export const IsIdempotentByNature = (): MethodDecorator =>
  applyDecorators(SetMetadata(KEY_POLICY, 'by-the-route' satisfies KeyPolicy), ApiExtension(IGNORES_KEY, true));

/** How that route treats the key. */
export function keyPolicyOf(handler: object): KeyPolicy {
  return (Reflect.getMetadata(KEY_POLICY, handler) as KeyPolicy | undefined) ?? 'optional';
}
