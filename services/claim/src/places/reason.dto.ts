import { ApiProperty } from '@nestjs/swagger';
import { IsNotBlank } from '@huying/http';
import { IsString, MaxLength } from 'class-validator';

/** Why somebody decides about another's claim; kept on record, never in events. */
export class ReasonDto {
  @ApiProperty({ maxLength: 500 })
  @IsString()
  @MaxLength(500)
  @IsNotBlank()
  reason!: string;
}
