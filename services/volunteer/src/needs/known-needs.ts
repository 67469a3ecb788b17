import { Dispatch, toInstant, Urgency, type NeedMoved, type NeedPublished } from '@huying/contracts';
import { encrypt, type Tx } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { In, type EntityManager } from 'typeorm';
import { newCodeSecret } from '../attendances/attendance-code.js';
import { KnownNeed, type KnownDispatch } from './known-need.entity.js';

const dispatches: Record<Dispatch, KnownDispatch> = {
  [Dispatch.UNSPECIFIED]: 'first-come',
  [Dispatch.FIRST_COME]: 'first-come',
  [Dispatch.WAVES]: 'waves',
  [Dispatch.DRAW]: 'draw',
  [Dispatch.APPROVAL]: 'approval',
  [Dispatch.ALERT]: 'alert',
};

/** The groups to which it is published; none: the whole community, as always when there is an alert. */
const audienceOf = ({ dispatch, groupIds }: NeedPublished): string[] => (dispatch === Dispatch.ALERT ? [] : groupIds);

/**
 * Learns of a publication. A later one replaces an earlier one and never the other way round; the secret of the code stays.
 * @returns to whom it is published, if it was news: to everyone, where its waves have come so far
 */
export async function learn(tx: Tx, event: NeedPublished): Promise<readonly string[] | undefined> {
  await oneAtATime(tx, event.needId);
  await keepPast(tx, event.needId, toInstant(event.publishedAt));
  const at = (time: NeedPublished['startsAt']) => toInstant(time).toString();
  const rows = await tx.query(
    `INSERT INTO known_needs (need_id, community_id, publication, title, description, places, starts_at, ends_at, opens_at,
       closes_at, location_name, building, group_ids, organiser, person_in_charge, code_secret, dispatch, urgent, revision)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 0)
     ON CONFLICT (need_id) DO UPDATE SET publication = excluded.publication, title = excluded.title,
       description = excluded.description, places = excluded.places, starts_at = excluded.starts_at,
       ends_at = excluded.ends_at, opens_at = excluded.opens_at, closes_at = excluded.closes_at,
       location_name = excluded.location_name, building = excluded.building, group_ids = excluded.group_ids,
       organiser = excluded.organiser, person_in_charge = excluded.person_in_charge,
       dispatch = excluded.dispatch, urgent = excluded.urgent, revision = 0, erased_at = NULL
     WHERE known_needs.publication < excluded.publication
     RETURNING need_id`,
    [
      event.needId,
      event.communityId,
      event.publication,
      event.title,
      encrypt(event.description),
      event.places,
      at(event.startsAt),
      at(event.endsAt),
      at(event.opensAt),
      at(event.closesAt),
      event.location?.name ?? '',
      event.location?.building ?? '',
      audienceOf(event),
      event.organiser,
      encrypt(event.personInCharge),
      encrypt(newCodeSecret()),
      dispatches[event.dispatch],
      event.urgency === Urgency.EMERGENCY,
    ],
  );
  if (rows.length === 0) return undefined;
  const [corrected] = await tx.query<{ groupIds: string[] }>(
    `WITH early AS (DELETE FROM early_need_news WHERE need_id = $1 AND publication <= $2 RETURNING *)
     UPDATE known_needs known SET places = coalesce(early.places, known.places),
       group_ids = CASE WHEN early.for_everyone AND early.publication IN (0, $2) THEN '{}' ELSE known.group_ids END
     FROM early WHERE known.need_id = early.need_id RETURNING known.group_ids AS "groupIds"`,
    [event.needId, event.publication],
  );
  return corrected?.groupIds ?? audienceOf(event);
}

/**
 * Keeps what is known of a need as a publication that is past, for the attendances of it. The first word of its end counts:
 * the reopening, or the next publication where the reopening was not heard of. A publication that opened only later is not
 * the one that ended then.
 */
export async function keepPast(tx: Tx, needId: string, heldUntil: Temporal.Instant): Promise<void> {
  await tx.query(
    `INSERT INTO past_publications (need_id, publication, community_id, held_until, title, description, starts_at, ends_at,
       location_name, building, organiser, person_in_charge, erased_at)
     SELECT need_id, publication, community_id, $2, title, description, starts_at, ends_at,
       location_name, building, organiser, person_in_charge, erased_at
     FROM known_needs WHERE need_id = $1 AND opens_at < $2::timestamptz
     ON CONFLICT (need_id, publication) DO NOTHING`,
    [needId, heldUntil.toString()],
  );
}

/** Publications and what the claim service tells of the same need may be handled by two processes at the same moment. */
async function oneAtATime(tx: Tx, needId: string): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(5820413, hashtext($1))', [needId]);
}

/**
 * Learns that a publication takes place at another time or place.
 * @returns whether it was news
 */
export async function learnMove(tx: Tx, event: NeedMoved): Promise<boolean> {
  const at = (time: NeedMoved['startsAt']) => toInstant(time).toString();
  const rows = await tx.query(
    `UPDATE known_needs SET revision = $3, starts_at = $4, ends_at = $5, opens_at = $6, closes_at = $7,
       location_name = $8, building = $9
     WHERE need_id = $1 AND publication = $2 AND revision < $3
     RETURNING need_id`,
    [
      event.needId,
      event.publication,
      event.revision,
      at(event.startsAt),
      at(event.endsAt),
      at(event.opensAt),
      at(event.closesAt),
      event.location?.name ?? '',
      event.location?.building ?? '',
    ],
  );
  return rows.length > 0;
}

/** A publication of a need; 0: which one was not told, as by events from before that was. */
interface Publication {
  readonly needId: string;
  readonly publication: number;
}

/** Whether the need has been published anew since, so that what is told of this publication is over. */
export async function isOver(tx: Tx, { needId, publication }: Publication): Promise<boolean> {
  if (publication === 0) return false;
  await oneAtATime(tx, needId);
  const later = await tx.query('SELECT FROM known_needs WHERE need_id = $1 AND publication > $2', [
    needId,
    publication,
  ]);
  return later.length > 0;
}

/** From now on the publication is for everyone, not only for its groups; also if it is heard of only later. */
export async function learnItIsForEveryone(tx: Tx, { needId, publication }: Publication): Promise<void> {
  await oneAtATime(tx, needId);
  const known = await tx.query(
    `UPDATE known_needs SET group_ids = '{}' WHERE need_id = $1 AND $2 IN (0, publication) RETURNING need_id`,
    [needId, publication],
  );
  if (known.length > 0) return;
  await tx.query(
    `INSERT INTO early_need_news (need_id, for_everyone, publication) VALUES ($1, true, $2)
     ON CONFLICT (need_id) DO UPDATE SET for_everyone = true,
       publication = greatest(early_need_news.publication, excluded.publication)`,
    [needId, publication],
  );
}

/** It has so many places now; also if it is heard of only later. */
export async function learnPlaces(tx: Tx, needId: string, places: number): Promise<void> {
  await oneAtATime(tx, needId);
  const known = await tx.query('UPDATE known_needs SET places = $2 WHERE need_id = $1 RETURNING need_id', [
    needId,
    places,
  ]);
  if (known.length > 0) return;
  await tx.query(
    `INSERT INTO early_need_news (need_id, places) VALUES ($1, $2)
     ON CONFLICT (need_id) DO UPDATE SET places = excluded.places`,
    [needId, places],
  );
}

/** What is known of these needs, by need. */
export async function knownNeeds(manager: EntityManager, needIds: readonly string[]): Promise<Map<string, KnownNeed>> {
  if (needIds.length === 0) return new Map();
  const needs = await manager.findBy(KnownNeed, { needId: In([...new Set(needIds)]) });
  return new Map(needs.map((need) => [need.needId, need]));
}
