import { toInstant, type NeedPublished } from '@huying/contracts';
import { encrypt, type Tx } from '@huying/database';
import { In, type EntityManager } from 'typeorm';
import { newCodeSecret } from '../attendances/attendance-code.js';
import { KnownNeed } from './known-need.entity.js';

/**
 * Learns of a publication. A later one replaces an earlier one and never the other way round; the secret of the code stays.
 * @returns whether it was news
 */
export async function learn(tx: Tx, event: NeedPublished): Promise<boolean> {
  const at = (time: NeedPublished['startsAt']) => toInstant(time).toString();
  const rows = await tx.query(
    `INSERT INTO known_needs (need_id, community_id, publication, title, description, places, starts_at, ends_at, opens_at,
       closes_at, location_name, building, group_ids, organiser, person_in_charge, code_secret)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
     ON CONFLICT (need_id) DO UPDATE SET publication = excluded.publication, title = excluded.title,
       description = excluded.description, places = excluded.places, starts_at = excluded.starts_at,
       ends_at = excluded.ends_at, opens_at = excluded.opens_at, closes_at = excluded.closes_at,
       location_name = excluded.location_name, building = excluded.building, group_ids = excluded.group_ids,
       organiser = excluded.organiser, person_in_charge = excluded.person_in_charge
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
      event.groupIds,
      event.organiser,
      encrypt(event.personInCharge),
      encrypt(newCodeSecret()),
    ],
  );
  return rows.length > 0;
}

/** What is known of these needs, by need. */
export async function knownNeeds(manager: EntityManager, needIds: readonly string[]): Promise<Map<string, KnownNeed>> {
  if (needIds.length === 0) return new Map();
  const needs = await manager.findBy(KnownNeed, { needId: In([...new Set(needIds)]) });
  return new Map(needs.map((need) => [need.needId, need]));
}
