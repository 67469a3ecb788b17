import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { invalidInput, violationsOf } from '../validation.js';
import { formViolations } from '../well-formed.js';
import { importProblems } from './import.problems.js';
import { LONGEST_LINE, type Line } from './lines.js';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** What a line tells, as that kind of DTO. @throws import-line-too-long, import-line-malformed, invalid-input */
export function readLine<Dto extends object>({ bytes }: Line, kind: new () => Dto): Dto {
  if (!bytes) throw importProblems.lineTooLong({ limit: LONGEST_LINE });
  const value = parsed(bytes);
  const illFormed = formViolations(value);
  if (illFormed.length > 0) throw invalidInput(illFormed);
  const dto = plainToInstance(kind, value);
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
