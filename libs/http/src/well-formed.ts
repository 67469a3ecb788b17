import type { FastifyInstance } from 'fastify';
import { commonProblems } from './common.problems.js';
import type { Violation } from './problems.js';
import { escapePointer, invalidInput } from './validation.js';

/** No input of ours nests deeper than a handful; what does is an attack on recursive code. */
const DEEPEST = 20;
/** Keys that mean something to JavaScript itself. */
const reserved = new Set(['__proto__', 'constructor', 'prototype']);

/** A body that is taken as a stream is not looked into. */
const isStream = (value: object): boolean => Symbol.asyncIterator in value;

const describe = {
  wellFormed: { en: 'Must not contain U+0000 or half of a surrogate pair.', zh: '不能包含 U+0000 或不完整的字符。' },
  tooDeep: { en: `Must not nest deeper than ${DEEPEST} levels.`, zh: `嵌套不能超过 ${DEEPEST} 层。` },
  unknownField: { en: 'Unknown field.', zh: '不认识的字段。' },
};

const violation = (pointer: string, code: keyof typeof describe): Violation => ({ pointer, code, ...describe[code] });

/**
 * What is wrong with parsed input whatever it is for: texts that PostgreSQL cannot store as they are (U+0000, halves of
 * surrogate pairs), depth that exhausts the stack, keys that would reach into the prototype.
 */
export function formViolations(input: unknown): Violation[] {
  const found: Violation[] = [];
  const open: { value: unknown; pointer: string; depth: number }[] = [{ value: input, pointer: '', depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, pointer, depth } = next;
    // With the flag u, \p{Surrogate} matches only what is not part of a pair.
    if (typeof value === 'string' && /\0|\p{Surrogate}/u.test(value)) found.push(violation(pointer, 'wellFormed'));
    if (typeof value !== 'object' || value === null || isStream(value)) continue;
    if (depth === DEEPEST) {
      found.push(violation(pointer, 'tooDeep'));
      continue;
    }
    for (const [key, inner] of Object.entries(value).reverse()) {
      const below = `${pointer}/${escapePointer(key)}`;
      if (reserved.has(key)) found.push(violation(below, 'unknownField'));
      else open.push({ value: inner, pointer: below, depth: depth + 1 });
    }
  }
  return found;
}

/** Refuses such input before anything else looks at it; nothing can have such a path. @throws invalid-input, route-not-found */
export function refuseIllFormedInput(fastify: FastifyInstance): void {
  fastify.addHook('preValidation', (request, _reply, done) => {
    const violations = [request.body, request.query].flatMap(formViolations);
    if (violations.length > 0) done(invalidInput(violations));
    else if (formViolations(request.params).length > 0) done(commonProblems.routeNotFound());
    else done();
  });
}
