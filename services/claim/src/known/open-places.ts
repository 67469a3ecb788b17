import type { Tx } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { KnownNeed, PLAIN_TERMS, type KnownNeedState, type Terms } from './known-need.entity.js';
import { noteChange } from './pool-change.js';

/** What is not a need and has places. */
export interface OtherPlaces {
  readonly id: string;
  readonly communityId: string;
  readonly places: number;
  readonly opensAt: Temporal.Instant;
  /** When it begins: until then places are given, and given back freely. */
  readonly startsAt: Temporal.Instant;
  readonly terms: Partial<Terms>;
}

/** Opens the places of a class or an appeal, once. */
export async function openPlaces(tx: Tx, { id, communityId, places, opensAt, startsAt, terms }: OtherPlaces) {
  if (await tx.lockIfPresent(KnownNeed, { id })) return;
  const until = { closesAt: startsAt, startsAt, endsAt: startsAt, releaseUntil: startsAt };
  const need = tx.create(KnownNeed, {
    ...{ id, pool: communityId, publication: 1, revision: 0, state: 'open', places, opensAt, ...until },
    ...{ answerBy: null, terms: { ...PLAIN_TERMS, ...terms } },
  });
  await tx.save(need);
  noteChange(tx, need.pool, 'need', need.id);
}

/** How a class is from now on. */
export interface ChangedPlaces extends Pick<OtherPlaces, 'id' | 'places' | 'startsAt'> {
  /** Counts up: one that is not later than what is known changes nothing. */
  readonly revision: number;
}

/** Changes what is open; whoever has a place keeps it. What was never opened learns of its change as it opens. */
export async function changePlaces(tx: Tx, { id, revision, places, startsAt }: ChangedPlaces): Promise<void> {
  const need = await tx.lockIfPresent(KnownNeed, { id });
  if (need?.state !== 'open' || need.revision >= revision) return;
  const until = { closesAt: startsAt, startsAt, endsAt: startsAt, releaseUntil: startsAt };
  await tx.save(Object.assign(need, { revision, places, ...until }));
  noteChange(tx, need.pool, 'need', need.id);
}

/** Ends it. What was never opened has no places. */
export async function endPlaces(tx: Tx, id: string, state: KnownNeedState): Promise<void> {
  const need = await tx.lockIfPresent(KnownNeed, { id });
  if (!need || need.state === state) return;
  need.state = state;
  await tx.save(need);
  noteChange(tx, need.pool, 'need', need.id);
}
