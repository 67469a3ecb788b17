import { isBefore } from '@huying/calendar';
import type { Temporal } from 'temporal-polyfill';
import { In, type EntityManager } from 'typeorm';
import type { KnownNeed } from './known-need.entity.js';
import { knownNeeds } from './known-needs.js';
import { PastPublication } from './past-publication.entity.js';

/** What an attendance is measured by and a service record states, of the publication under which the place was held. */
export type AttendedNeed = Pick<
  KnownNeed,
  'title' | 'description' | 'startsAt' | 'endsAt' | 'locationName' | 'building' | 'organiser' | 'personInCharge'
>;

/** A place that was held, and when. */
interface HeldPlace {
  readonly id: string;
  readonly needId: string;
  readonly heldAt: Temporal.Instant;
}

/**
 * What each of these attendances is of, by attendance; what is not known yet is left out. Publications of a need do not
 * overlap, for a reopening ends its claims: so the time at which a place was held tells of which it is, in whatever order it
 * was heard.
 */
export async function attendedNeeds(
  manager: EntityManager,
  places: readonly HeldPlace[],
): Promise<Map<string, AttendedNeed>> {
  if (places.length === 0) return new Map();
  const needIds = [...new Set(places.map(({ needId }) => needId))];
  const latest = await knownNeeds(manager, needIds);
  const past = await manager.find(PastPublication, {
    where: { needId: In(needIds) },
    order: { heldUntil: 'ASC', publication: 'ASC' },
  });
  const attended = ({ needId, heldAt }: HeldPlace): AttendedNeed | undefined =>
    past.find((one) => one.needId === needId && isBefore(heldAt, one.heldUntil)) ?? latest.get(needId);
  return new Map(
    places.flatMap((place) => {
      const need = attended(place);
      return need ? [[place.id, need] as const] : [];
    }),
  );
}
