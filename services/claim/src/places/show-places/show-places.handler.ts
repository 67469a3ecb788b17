import { Injectable } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { Clock, shown, type Problem } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { KnownNeed, type KnownNeedState } from '../../known/known-need.entity.js';
import { dispatches, type DispatchKind } from '../../rules/entries.js';
import { claimProblems } from '../refusals.js';

/** Who may claim at present. */
const waves = ['skilled', 'groups', 'everyone'] as const;

/** The places of a need, as the journal has committed them. */
export class PlacesView {
  @ApiProperty({ format: 'uuid' })
  needId!: string;

  @ApiProperty({ enum: ['open', 'closed', 'ended'] })
  state!: KnownNeedState;

  @ApiProperty({ enum: dispatches })
  dispatch!: DispatchKind;

  @ApiProperty({ description: 'For an alert: without meaning, it takes everyone' })
  places!: number;

  @ApiProperty({ description: 'Places held, or kept for somebody to whom they are offered' })
  held!: number;

  @ApiProperty({ description: 'Claims that wait or have applied' })
  waiting!: number;

  @ApiProperty({ description: 'Whether others wait in line when all places are held' })
  waitingList!: boolean;

  @ApiProperty({ format: 'date-time' })
  opensAt!: string;

  @ApiProperty({ format: 'date-time' })
  closesAt!: string;

  @ApiProperty({ format: 'date-time', description: 'Until then a place may be given back freely' })
  releaseUntil!: string;

  @ApiProperty({ enum: waves, nullable: true, description: 'For waves: whom the need has reached' })
  wave!: (typeof waves)[number] | null;

  @ApiProperty({ type: String, nullable: true, format: 'date-time', description: 'When it widens to its groups' })
  groupsAt!: string | null;

  @ApiProperty({ type: String, nullable: true, format: 'date-time', description: 'When it widens to everyone' })
  everyoneAt!: string | null;

  @ApiProperty({ type: String, nullable: true, format: 'date-time', description: 'When the lots are drawn' })
  drawAt!: string | null;
}

interface Counts {
  places: number;
  held: number;
  waiting: number;
  wave: number;
}

@Injectable()
export class ShowPlacesHandler {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * A need that this service has heard of and that is not in its pool yet is answered as a claim for it would be.
   * @throws need-unknown, pool-recovering
   */
  async handle(id: string, by: Caller): Promise<PlacesView> {
    const need = await this.database.read.findOneBy(KnownNeed, { id, pool: by.communityId });
    if (!need) throw claimProblems.needUnknown();
    const [counts] = await this.database.read.query<Counts[]>(
      `SELECT places, held, waiting, wave FROM pool_needs WHERE id = $1 AND publication = $2`,
      [id, need.publication],
    );
    if (!counts && need.state === 'open') throw await this.notYet(need.pool);
    const { places, held, waiting, wave } = counts ?? { places: need.places, held: 0, waiting: 0, wave: 1 };
    const { dispatch, groupsAt, everyoneAt, drawAt, waitingList } = need.terms;
    return {
      needId: need.id,
      state: need.state,
      ...{ dispatch, places, held, waiting, waitingList },
      opensAt: shown(need.opensAt),
      closesAt: shown(need.closesAt),
      releaseUntil: shown(need.releaseUntil),
      wave: dispatch === 'waves' ? this.waveNow(wave, groupsAt, everyoneAt, this.clock.now()) : null,
      ...{ groupsAt, everyoneAt, drawAt },
    };
  }

  private async notYet(pool: string): Promise<Problem> {
    const [row] = await this.database.read.query<{ gate: string }[]>(`SELECT gate FROM pools WHERE pool = $1`, [pool]);
    return row?.gate === 'shut' ? claimProblems.poolRecovering() : claimProblems.needUnknown();
  }

  private waveNow(wave: number, groupsAt: string | null, everyoneAt: string | null, now: Temporal.Instant) {
    const isPast = (time: string | null) => time !== null && Date.parse(time) <= now.epochMilliseconds;
    const reached = isPast(everyoneAt) ? 3 : isPast(groupsAt) ? Math.max(2, wave) : wave;
    return waves[reached - 1] ?? 'everyone';
  }
}
