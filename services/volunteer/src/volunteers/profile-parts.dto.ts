import { ApiProperty } from '@nestjs/swagger';
import { IsCalendarDate } from '@huying/http';
import {
  IsInt,
  IsOptional,
  Matches,
  Max,
  Min,
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
  @ApiProperty({ minimum: 1, maximum: 7, description: '1: Monday' })
  @IsInt()
  @Min(1)
  @Max(7)
  weekday!: number;

  @ApiProperty({ example: '09:00' })
  @Matches(TIME_OF_DAY)
  from!: string;

  @ApiProperty({ example: '11:30' })
  @Matches(TIME_OF_DAY)
  @Validate(IsAfterFrom)
  until!: string;
}

/** A training that somebody has completed. */
export class TrainingDto {
  @ApiProperty({ example: 'first-aid' })
  @Matches(CODE)
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
