import { importProblems } from '../volunteers.problems.js';
import { formViolations, invalidInput, violationsOf } from '@huying/http';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { RegisterVolunteerDto } from '../profile.dto.js';
import { LONGEST_LINE, type Line } from './lines.js';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The volunteer that a line tells of. @throws import-line-too-long, import-line-malformed, invalid-input */
export function readLine({ bytes }: Line): RegisterVolunteerDto {
  if (!bytes) throw importProblems.lineTooLong({ limit: LONGEST_LINE });
  const value = parsed(bytes);
  const illFormed = formViolations(value);
  if (illFormed.length > 0) throw invalidInput(illFormed);
  const dto = plainToInstance(RegisterVolunteerDto, value);
  const errors = validateSync(dto, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true });
  if (errors.length > 0) throw invalidInput(violationsOf(errors));
  return dto;
}

function parsed(bytes: Buffer): object {
  try {
    const value: unknown = JSON.parse(utf8.decode(bytes));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // said below
  }
  throw importProblems.lineMalformed();
}
