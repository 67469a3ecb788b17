import { ApiProperty } from '@nestjs/swagger';
import { IsNotBlank } from '@huying/http';
import { IsString, MaxLength } from 'class-validator';

/** Why something is done; goes on record. No names, no telephones. */
export class ReasonDto {
  @ApiProperty({ maxLength: 500, example: '天气原因,改期举行' })
  @IsString()
  @IsNotBlank()
  @MaxLength(500)
  reason!: string;
}
