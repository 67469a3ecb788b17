import {
  AlertStoodDownSchema,
  DrawHeldSchema,
  isOfNeed,
  PlacesChangedSchema,
  SightingReportedSchema,
  toInstant,
  Wave,
  WaveReachedSchema,
  type AlertStoodDown,
  type DrawHeld,
  type PlacesChanged,
  type SightingReported,
  type WaveReached,
} from '@huying/contracts';
import { Consumer, On, type Delivery } from '@huying/events';
import { claimantsOf, holdersOf } from '../../claims/known-claims.js';
import { isOver, learnItIsForEveryone, learnPlaces } from '../../needs/known-needs.js';
import { appendForMany } from '../feed-entries.js';
import { tellAudience, tellClaimants, tellEach } from '../tellings.js';

const waves = {
  [Wave.UNSPECIFIED]: 'skilled',
  [Wave.SKILLED]: 'skilled',
  [Wave.GROUPS]: 'groups',
  [Wave.EVERYONE]: 'everyone',
} as const;

/** Tells how the places of a need find their volunteers: waves that widen, draws, alerts. */
@Consumer()
export class OnDispatch {
  @On(WaveReachedSchema)
  async waveReached({ event, tx }: Delivery<WaveReached>): Promise<void> {
    if (await isOver(tx, event)) return;
    if (event.wave === Wave.EVERYONE) await learnItIsForEveryone(tx, event);
    const details = { wave: waves[event.wave] };
    await tellAudience(tx, event.needId, { type: 'wave-reached', details, at: toInstant(event.reachedAt) });
  }

  /** Each applicant learns their own position in the order that was drawn. */
  @On(DrawHeldSchema)
  async drawn({ event, tx }: Delivery<DrawHeld>): Promise<void> {
    const claims = event.order.flatMap((index) => event.applicants[index]?.claimId ?? []);
    const volunteers = await claimantsOf(tx, claims);
    const to = claims.flatMap((claimId, index) => {
      const volunteerId = volunteers.get(claimId);
      return volunteerId === undefined ? [] : { volunteerId, details: { claimId, position: index + 1 } };
    });
    const { needId, communityId } = event;
    await appendForMany(tx, { communityId, needId, type: 'draw-held', at: toInstant(event.drawnAt), to });
  }

  @On(PlacesChangedSchema, isOfNeed)
  placesChanged({ event, tx }: Delivery<PlacesChanged>): Promise<void> {
    return learnPlaces(tx, event.needId, event.places);
  }

  /** Where somebody was seen is read through the API, by those who may. */
  @On(SightingReportedSchema)
  async sighted({ event, tx }: Delivery<SightingReported>): Promise<void> {
    const details = { sightingId: event.sightingId, urgent: true };
    const news = { type: 'sighting-reported', details, at: toInstant(event.reportedAt) } as const;
    await tellEach(tx, event, news, await holdersOf(tx, event.needId));
  }

  @On(AlertStoodDownSchema)
  async stoodDown({ event, tx }: Delivery<AlertStoodDown>): Promise<void> {
    const details = { outcome: event.outcome };
    const news = { type: 'alert-stood-down', details, at: toInstant(event.stoodDownAt) } as const;
    await tellAudience(tx, event.needId, news);
    await tellClaimants(tx, event, news);
  }
}
