import { ValidationPipe, type PipeTransform, type ValidationError, Injectable } from '@nestjs/common';
import { commonProblems } from './common.problems.js';
import { Problem, type Violation } from './problems.js';

// class-validator speaks English; these are the same constraints in Chinese.
const chinese: Record<string, string> = {
  isString: '必须是文本',
  isNotEmpty: '不能为空',
  isInt: '必须是整数',
  isNumber: '必须是数字',
  isBoolean: '必须是 true 或 false',
  isArray: '必须是数组',
  arrayMaxSize: '元素过多',
  arrayMinSize: '元素过少',
  arrayUnique: '元素不能重复',
  isObject: '必须是对象',
  isEnum: '不在允许的取值范围内',
  isIn: '不在允许的取值范围内',
  min: '小于允许的最小值',
  max: '大于允许的最大值',
  minLength: '过短',
  maxLength: '过长',
  isLength: '长度不符合要求',
  matches: '格式不正确',
  isUuid: '必须是 UUID',
  isInstant: '必须是带时区的 RFC 3339 时间',
  isPhone: '不是有效的电话号码',
  isDateString: '必须是日期',
  isDate: '必须是日期(YYYY-MM-DD)',
  whitelistValidation: '不认识的字段',
  nestedValidation: '必须是对象',
};

// What Nest says of a body that is a list or a plain value.
const NOT_AN_OBJECT = 'Validation failed (object is expected)';

/** One step of a JSON pointer. */
export const escapePointer = (step: string): string => step.replaceAll('~', '~0').replaceAll('/', '~1');

/** What class-validator says of a list of values holds them; in Chinese they are told too. */
function inChinese(code: string, english: string): string {
  const [, values] = /following values: (.+)$/s.exec(english) ?? [];
  return values ? `必须是下列之一:${values}。` : `${chinese[code] ?? '不符合要求'}。`;
}

/** Every violation of a DTO, nested ones too, by JSON pointer. */
export function violationsOf(errors: readonly ValidationError[], parent = ''): Violation[] {
  return errors.flatMap((error) => {
    // Nest names a body that is no object at all by `body`; in JSON pointers the whole has no name.
    const isWhole = parent === '' && error.constraints?.isObject === NOT_AN_OBJECT;
    const pointer = isWhole ? '' : `${parent}/${escapePointer(error.property)}`;
    const own = Object.entries(error.constraints ?? {}).map(([code, en]) => ({
      pointer,
      code: code === 'whitelistValidation' ? 'unknownField' : code,
      en: code === 'whitelistValidation' ? 'Unknown field.' : `${en.charAt(0).toUpperCase()}${en.slice(1)}.`,
      zh: inChinese(code, en),
    }));
    return [...own, ...violationsOf(error.children ?? [], pointer)];
  });
}

/** The refusal of input, with every violation. */
export function invalidInput(violations: readonly Violation[]): Problem {
  return new Problem(commonProblems.invalidInput.type, {}, violations);
}

/** Makes DTOs of bodies and queries and refuses what they do not allow, unknown fields included. */
export function createValidationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: false,
    exceptionFactory: (errors) => invalidInput(violationsOf(errors)),
  });
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** A UUID in the path, in lower case. @throws malformed-id */
@Injectable()
export class Uuid implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!uuid.test(value)) throw commonProblems.malformedId();
    return value.toLowerCase();
  }
}

/** For routes whose wish is all in the path: a body, if there is one, must be an empty object. @throws invalid-input */
@Injectable()
export class NoBody implements PipeTransform<unknown, undefined> {
  transform(body: unknown): undefined {
    if (body === undefined || body === null) return undefined;
    const fields = typeof body === 'object' ? Object.keys(body) : [''];
    if (fields.length === 0) return undefined;
    throw invalidInput(
      fields.map((field) => ({
        pointer: field === '' ? '' : `/${escapePointer(field)}`,
        code: 'unknownField',
        en: 'Unknown field.',
        zh: '不认识的字段。',
      })),
    );
  }
}
