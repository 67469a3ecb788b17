import { Injectable } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import type { Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { shown } from '@huying/http';
import { KnownNeed, type KnownNeedState } from '../../known/known-need.entity.js';

/** The places of a need, as the journal has committed them. */
export class PlacesView {
  @ApiProperty({ format: 'uuid' })
  needId!: string;

  @ApiProperty({ enum: ['open', 'closed', 'ended'] })
  state!: KnownNeedState;

  @ApiProperty()
  places!: number;

  @ApiProperty()
  held!: number;

  @ApiProperty()
  waiting!: number;

  @ApiProperty({ description: 'Whether others wait in line when all places are held' })
  waitingList!: boolean;

  @ApiProperty({ format: 'date-time' })
  opensAt!: string;

  @ApiProperty({ format: 'date-time' })
  closesAt!: string;

  @ApiProperty({ format: 'date-time', description: 'Until then a place may be given back freely' })
  releaseUntil!: string;
}

@Injectable()
export class ShowPlacesHandler {
  constructor(private readonly database: Database) {}

  async handle(id: string, by: Caller): Promise<PlacesView> {
    const need = await this.database.read.findOneBy(KnownNeed, { id, pool: by.communityId });
    if (!need) throw new RowNotFoundError('known_needs');
    return {
      needId: need.id,
      state: need.state,
      places: need.places,
      held: need.held,
      waiting: need.waiting,
      waitingList: need.waitingList,
      opensAt: shown(need.opensAt),
      closesAt: shown(need.closesAt),
      releaseUntil: shown(need.releaseUntil),
    };
  }
}
