import { Injectable } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import type { Caller } from '@huying/auth';
import { Clock, ensureIdempotencyKey } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { ClaimMetrics } from '../../claim-metrics.js';
import { ClaimRedis } from '../../pools/claim-redis.js';
import { OPEN_CLAIMS_LIMIT } from '../claim-options.js';
import { Decider } from '../decider.js';

/** What was decided about a claim, at the moment of deciding. */
export class OutcomeView {
  @ApiProperty({ format: 'uuid', description: 'The claim' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  needId!: string;

  @ApiProperty()
  volunteerId!: string;

  @ApiProperty({ enum: ['held', 'waiting'] })
  state!: 'held' | 'waiting';

  @ApiProperty({ type: Number, nullable: true, description: 'The place held, from 1' })
  place!: number | null;

  @ApiProperty({ type: Number, nullable: true, description: 'The position in the waiting list, from 1' })
  position!: number | null;

  @ApiProperty({ description: "Number of the decision in the pool's log" })
  sequence!: number;
}

// Outcomes of claim-place-8.lua.
const HELD = 1;
const HELD_REPLAYED = 3;
const WAITING_REPLAYED = 4;

@Injectable()
export class ClaimPlaceHandler {
  constructor(
    private readonly decider: Decider,
    private readonly redis: ClaimRedis,
    private readonly clock: Clock,
    private readonly metrics: ClaimMetrics,
  ) {}

  /** The same key gets the same outcome, also after the place was given back. @throws what `claimingRefusals` lists */
  async handle(
    needId: string,
    idempotencyKey: string | undefined,
    by: Caller,
  ): Promise<{ outcome: OutcomeView; replayed: boolean }> {
    const key = ensureIdempotencyKey(idempotencyKey);
    const { communityId: pool, personId: volunteerId } = by;
    const [code, sequence, number, id] = await this.decider.decide(pool, (keys) =>
      this.redis.run('claim-place', keys.ofDecision(needId), [
        needId,
        volunteerId,
        uuidv7(),
        key,
        this.clock.now().epochMilliseconds,
        keys.epoch,
        OPEN_CLAIMS_LIMIT,
      ]),
    );
    const held = code === HELD || code === HELD_REPLAYED;
    const replayed = code === HELD_REPLAYED || code === WAITING_REPLAYED;
    this.metrics.decided(pool, replayed ? 'replayed' : held ? 'held' : 'waiting');
    return {
      replayed,
      outcome: {
        id: String(id),
        needId,
        volunteerId,
        state: held ? 'held' : 'waiting',
        place: held ? Number(number) : null,
        position: held ? null : Number(number),
        sequence: Number(sequence),
      },
    };
  }
}
