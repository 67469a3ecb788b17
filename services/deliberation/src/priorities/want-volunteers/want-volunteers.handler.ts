import { create } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { toTimestamp, VolunteersWantedSchema } from '@huying/contracts';
import { Database } from '@huying/database';
import { Clock, ensureInCatalogue, ensureWindow } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { Round } from '../../rounds/round.entity.js';
import { ensureDecided } from '../decided.js';
import type { VolunteersWantedView, WantVolunteersDto } from './want-volunteers.controller.js';

@Injectable()
export class WantVolunteersHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  handle(roundId: string, wish: WantVolunteersDto, by: Caller): Promise<VolunteersWantedView> {
    const { communityId, personId } = by;
    const { optionId, description = '', places, startsAt, endsAt, place, personInCharge } = wish;
    const now = this.clock.now();
    ensureWindow(startsAt, endsAt, now);
    const catalogueItemCode = ensureInCatalogue(wish.catalogueItemCode);
    return this.db.withTransaction(async (tx) => {
      const option = ensureDecided(await tx.manager.findOneBy(Round, { id: roundId, communityId }), optionId);
      const needId = uuidv7();
      await tx.query(
        'INSERT INTO volunteers_wanted (need_id, community_id, round_id, option_id) VALUES ($1, $2, $3, $4)',
        [needId, communityId, roundId, optionId],
      );
      tx.emit(
        create(VolunteersWantedSchema, {
          ...{
            needId,
            communityId,
            roundId,
            optionId,
            catalogueItemCode,
            title: option?.text ?? '',
            description,
            places,
          },
          ...{ startsAt: toTimestamp(startsAt), endsAt: toTimestamp(endsAt), location: { name: place } },
          ...{ personInCharge, wantedBy: personId, wantedAt: toTimestamp(now) },
        }),
      );
      return { needId };
    });
  }
}
