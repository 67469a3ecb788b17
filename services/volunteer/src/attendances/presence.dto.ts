import { ApiProperty } from '@nestjs/swagger';
import { IsInstant } from '@huying/http';
import { IsOptional, Matches } from 'class-validator';
import type { Temporal } from 'temporal-polyfill';

/** How somebody shows that they came, or left: volunteers by the code on site, staff by their word. */
export class PresenceDto {
  @ApiProperty({ required: false, example: '042137', description: 'The code shown on site; staff need none' })
  @IsOptional()
  @Matches(/^\d{6}$/)
  code?: string;

  @IsInstant({ required: false, description: 'Staff only, when it is noted afterwards; default: now' })
  at?: Temporal.Instant;
}
