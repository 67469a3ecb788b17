import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsNotBlank } from './dto.js';

/**
 * Fields of DTOs, each with its check and its place in the API's description in one decorator, so that the two cannot differ.
 * Where a field needs more than these say, class-validator's own stand beside them.
 */

/** What every field may say of itself. `required: false` also takes null for absent. */
export interface FieldOptions {
  readonly required?: boolean;
  readonly description?: string;
  readonly example?: unknown;
}

interface ListOptions extends FieldOptions {
  /** Default 0. */
  readonly min?: number;
  readonly max: number;
}

const field = (options: ApiPropertyOptions & FieldOptions, ...checks: PropertyDecorator[]): PropertyDecorator => {
  const { required = true } = options;
  return applyDecorators(
    ApiProperty({ ...options, required } as ApiPropertyOptions),
    ...(required ? [] : [IsOptional()]),
    ...checks,
  );
};

/** A text in which something can be seen, unless it may be blank. */
export function Text({
  max,
  pattern,
  blank = false,
  ...rest
}: FieldOptions & { max: number; pattern?: RegExp; blank?: boolean }): PropertyDecorator {
  const checks = [IsString(), ...(blank ? [] : [IsNotBlank()]), MaxLength(max), ...(pattern ? [Matches(pattern)] : [])];
  return field({ type: String, maxLength: max, ...(pattern && { pattern: pattern.source }), ...rest }, ...checks);
}

/** A whole number. */
export function Whole({ min, max, ...rest }: FieldOptions & { min: number; max: number }): PropertyDecorator {
  return field({ type: 'integer', minimum: min, maximum: max, ...rest }, IsInt(), Min(min), Max(max));
}

/** One of some words. */
export function OneOf(values: readonly string[], rest: FieldOptions = {}): PropertyDecorator {
  return field({ type: String, enum: [...values], ...rest }, IsIn(values));
}

/** Yes or no. */
export function Flag(rest: FieldOptions = {}): PropertyDecorator {
  return field({ type: Boolean, ...rest }, IsBoolean());
}

/** Yes or no in a query: `true` or `false`; in code a boolean. */
export function QueryFlag(description: string): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ required: false, enum: ['true', 'false'], description }),
    IsOptional(),
    Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value)),
    IsBoolean(),
  );
}

/** The id of something. */
export function Id(rest: FieldOptions = {}): PropertyDecorator {
  return field({ type: String, format: 'uuid', ...rest }, IsUUID());
}

/** The id of a person: a token's subject. */
export function PersonId(rest: FieldOptions = {}): PropertyDecorator {
  return Text({ max: 200, pattern: /^[^\s\p{Cc}]+$/u, example: 'v-1', ...rest });
}

/** The code of an item of the catalogue of needs: its category, and a number. */
export function CatalogueCode(rest: FieldOptions = {}): PropertyDecorator {
  return Text({ max: 6, pattern: /^[A-Z]{2}-\d{3}$/, example: 'LC-001', ...rest });
}

/** Several ids, no two alike. */
export function Ids({ min = 0, max, ...rest }: ListOptions): PropertyDecorator {
  const checks = [IsArray(), ArrayMinSize(min), ArrayMaxSize(max), ArrayUnique(), IsUUID(undefined, { each: true })];
  const items = { type: 'string', format: 'uuid' };
  return field({ type: 'array', items, uniqueItems: true, minItems: min, maxItems: max, ...rest }, ...checks);
}

/** Several words of a form, no two alike. */
export function Codes({
  min = 0,
  max,
  pattern = /^[a-z0-9-]{1,50}$/,
  ...rest
}: ListOptions & { pattern?: RegExp }): PropertyDecorator {
  const checks = [IsArray(), ArrayMinSize(min), ArrayMaxSize(max), ArrayUnique(), Matches(pattern, { each: true })];
  const items = { type: 'string', pattern: pattern.source };
  return field({ type: 'array', items, uniqueItems: true, minItems: min, maxItems: max, ...rest }, ...checks);
}

/** An object with fields of its own. */
export function Part(type: () => new () => object, rest: FieldOptions = {}): PropertyDecorator {
  // Swagger takes a function for a class unless it is named `type`.
  return field({ type: () => type(), ...rest }, IsObject(), ValidateNested(), Type(type));
}

/** Several objects with fields of their own. */
export function Parts(type: () => new () => object, { min = 0, max, ...rest }: ListOptions): PropertyDecorator {
  const checks = [IsArray(), ArrayMinSize(min), ArrayMaxSize(max), ValidateNested({ each: true }), Type(type)];
  return field({ type: () => [type()], minItems: min, maxItems: max, ...rest }, ...checks);
}

/** Why something is done; goes on record. No names, no telephones. */
export class ReasonDto {
  @Text({ max: 500, example: '天气原因,改期举行' })
  reason!: string;
}
