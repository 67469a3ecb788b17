import { IsCalendarDate, Text, Whole } from '@huying/http';
import {
  IsOptional,
  Validate,
  ValidatorConstraint,
  type ValidationArguments,
  type ValidatorConstraintInterface,
} from 'class-validator';

/** Skills, dialects, trainings and consents go by codes. */
export const CODE = /^[a-z][a-z0-9-]{1,39}$/;
const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;

@ValidatorConstraint({ name: 'isAfterFrom' })
class IsAfterFrom implements ValidatorConstraintInterface {
  validate(until: unknown, { object }: ValidationArguments): boolean {
    const { from } = object as AvailableTimeDto;
    return typeof until === 'string' && typeof from === 'string' && from < until;
  }

  defaultMessage(): string {
    return 'until must be after from';
  }
}

export class AvailableTimeDto {
  @Whole({ min: 1, max: 7, description: '1: Monday' })
  weekday!: number;

  @Text({ max: 5, pattern: TIME_OF_DAY, example: '09:00' })
  from!: string;

  @Text({ max: 5, pattern: TIME_OF_DAY, example: '11:30' })
  @Validate(IsAfterFrom)
  until!: string;
}

/** A training that somebody has completed. */
export class TrainingDto {
  @Text({ max: 40, pattern: CODE, example: 'first-aid' })
  code!: string;

  @IsOptional()
  @IsCalendarDate({
    required: false,
    nullable: true,
    example: '2028-12-31',
    description: 'Last day on which it is valid; left out: for good',
  })
  validUntil?: string | null;
}
