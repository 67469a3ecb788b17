import { ApiProperty } from '@nestjs/swagger';
import { shown } from '@huying/http';
import type { Sighting } from './sighting.entity.js';

/** A sighting, for those who search. */
export class SightingView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  needId!: string;

  @ApiProperty()
  place!: string;

  @ApiProperty()
  note!: string;

  @ApiProperty({ format: 'date-time' })
  seenAt!: string;

  @ApiProperty({ format: 'date-time' })
  reportedAt!: string;
}

export const sightingView = ({ id, needId, place, note, seenAt, reportedAt }: Sighting): SightingView => ({
  ...{ id, needId, place, note },
  seenAt: shown(seenAt),
  reportedAt: shown(reportedAt),
});
