import { shown } from '@huying/http';
import { ApiProperty } from '@nestjs/swagger';
import type { ConsultationMinutes } from './consultation.entity.js';

export class MinutesView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'date' })
  metOn!: string;

  @ApiProperty()
  text!: string;

  @ApiProperty({ format: 'date-time' })
  writtenAt!: string;
}

export const minutesView = ({ id, metOn, text, writtenAt }: ConsultationMinutes): MinutesView => ({
  ...{ id, metOn, text, writtenAt: shown(writtenAt) },
});
