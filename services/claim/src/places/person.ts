import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { IsNotEmpty, IsString, Matches, MaxLength } from 'class-validator';
import { isSeat } from '../rules/index.js';
import { eligibilityProblems } from './refusals.js';

/** Records separate their fields by control characters, so that no id may have one. */
const PERSON = /^(?!seat:)[^\p{Cc}]+$/u;

/** A field that names a volunteer. */
export const IsVolunteerId = (options: ApiPropertyOptions = {}): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ maxLength: 100, description: 'Id of a volunteer of the community', ...options }),
    IsString(options.isArray ? { each: true } : {}),
    IsNotEmpty(options.isArray ? { each: true } : {}),
    MaxLength(100, options.isArray ? { each: true } : {}),
    Matches(PERSON, options.isArray ? { each: true } : {}),
  );

/** Seats are no persons, whatever a token says. @throws not-registered */
export function ensurePerson(id: string): string {
  if (isSeat(id) || !PERSON.test(id)) throw eligibilityProblems.notRegistered();
  return id;
}
