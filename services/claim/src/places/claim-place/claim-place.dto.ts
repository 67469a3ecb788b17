import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsOptional } from 'class-validator';

/** The volunteer is the token's subject; there is little else to say, so the body may be empty. */
export class ClaimPlaceDto {
  @ApiProperty({ required: false, default: false, description: "Whether the need's `risk` was shown and accepted" })
  @IsOptional()
  @IsBoolean()
  riskAccepted?: boolean;
}
