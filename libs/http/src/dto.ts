import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { Temporal } from 'temporal-polyfill';
import { registerDecorator, ValidateIf, type ValidationOptions } from 'class-validator';

/** An RFC 3339 time with its offset, as a `Temporal.Instant`; years 2000 to 2100. Anything else is refused as `isInstant`. */
export function IsInstant(
  options: { required?: boolean; description?: string; example?: string } = {},
): PropertyDecorator {
  const { required = true, description, example = '2026-12-01T09:00:00+08:00' } = options;
  return applyDecorators(
    ApiProperty({ type: String, format: 'date-time', required, description, example }),
    ...(required ? [] : [ValidateIf((_: object, value: unknown) => value !== undefined && value !== null)]),
    Transform(({ value }: { value: unknown }) => instantOrSame(value)),
    isRealInstant({ message: '$property must be an RFC 3339 time with an offset, between the years 2000 and 2100' }),
  );
}

// Temporal reads more than RFC 3339 has: zones in brackets, years of six digits, times without seconds.
const rfc3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

/** Whole milliseconds, as they are stored: what is answered now is what is read later. */
function instantOrSame(value: unknown): unknown {
  if (typeof value !== 'string' || !rfc3339.test(value)) return value;
  try {
    return Temporal.Instant.from(value).round({ smallestUnit: 'millisecond', roundingMode: 'floor' });
  } catch {
    return value;
  }
}

const earliest = Temporal.Instant.from('2000-01-01T00:00:00Z');
const latest = Temporal.Instant.from('2100-01-01T00:00:00Z');

function isRealInstant(validationOptions: ValidationOptions): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'isInstant',
      target: target.constructor,
      propertyName: property as string,
      options: validationOptions,
      validator: {
        validate: (value: unknown) =>
          value instanceof Temporal.Instant &&
          Temporal.Instant.compare(value, earliest) >= 0 &&
          Temporal.Instant.compare(value, latest) < 0,
      },
    });
}

/** Something that can be seen stands in the text; refused as `isNotEmpty`. */
export function IsNotBlank(validationOptions: ValidationOptions = {}): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'isNotEmpty',
      target: target.constructor,
      propertyName: property as string,
      options: { message: '$property should not be empty', ...validationOptions },
      validator: { validate: (value: unknown) => typeof value === 'string' && /[^\p{C}\p{Z}]/u.test(value) },
    });
}

/** A calendar date, YYYY-MM-DD, that exists. */
export function IsCalendarDate(options: ApiPropertyOptions = {}): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: String, format: 'date', example: '1990-05-17', ...options }),
    isRealDate(),
  );
}

function isRealDate(): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'isDate',
      target: target.constructor,
      propertyName: property as string,
      options: { message: '$property must be a date that exists, YYYY-MM-DD' },
      validator: { validate: (value: unknown) => typeof value === 'string' && isCalendarDate(value) },
    });
}

/** Whether a text is a date that exists: 2026-05-04. */
export function isCalendarDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  try {
    Temporal.PlainDate.from(value, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}

/** An instant as the API shows it: RFC 3339 in UTC, whole milliseconds. */
export function shown(instant: Temporal.Instant): string;
export function shown(instant: Temporal.Instant | null | undefined): string | null;
export function shown(instant: Temporal.Instant | null | undefined): string | null {
  return instant?.toString({ smallestUnit: 'millisecond' }) ?? null;
}

/**
 * A telephone number as people in China write it or with a country code; in code always E.164 (`+8613…`).
 * Anything else is refused as `isPhone`.
 */
export function IsPhone(options: { required?: boolean; description?: string } = {}): PropertyDecorator {
  const { required = true, description } = options;
  return applyDecorators(
    ApiProperty({ type: String, required, description, example: '+8613800138000' }),
    ...(required ? [] : [ValidateIf((_: object, value: unknown) => value !== undefined && value !== null)]),
    Transform(({ value }: { value: unknown }) => phoneOf(value) ?? value),
    isRealPhone(),
  );
}

/** In China an area code and a number, or a mobile, have ten digits at least; what has fewer cannot be called from elsewhere. */
const SHORTEST_IN_CHINA = 10;

function phoneOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const parsed = parsePhoneNumberFromString(value, { defaultCountry: 'CN', extract: false });
  if (!parsed?.isValid()) return undefined;
  return parsed.country === 'CN' && parsed.nationalNumber.length < SHORTEST_IN_CHINA ? undefined : parsed.number;
}

function isRealPhone(): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'isPhone',
      target: target.constructor,
      propertyName: property as string,
      options: { message: '$property must be a telephone number' },
      validator: {
        validate: (value: unknown) => phoneOf(value) !== undefined && phoneOf(value) === value,
      },
    });
}
