import {
  GroupJoinedSchema,
  GroupLeftSchema,
  VolunteerChangedSchema,
  VolunteerRegisteredSchema,
  VolunteerState,
  type Fitness,
  type GroupJoined,
  type GroupLeft,
  type VolunteerChanged,
  type VolunteerRegistered,
} from '@huying/contracts';
import type { Tx } from '@huying/database';
import { Consumer, On, type Delivery } from '@huying/events';
import { noteChange } from './pool-change.js';

/** A date as a number that compares: 19900517; 0 for one that was not told. */
export const dateNumber = (date: string): number => Number(date.replaceAll('-', '') || 0);

/** Last day of a training that does not run out. */
const FOR_GOOD = 99_991_231;

/**
 * Learns what decides whether a volunteer is fit. Profile and groups come on topics of their own, in any order, so each
 * is kept by itself, and each change takes a number by which Redis tells the newer record.
 */
@Consumer()
export class OnVolunteers {
  @On(VolunteerRegisteredSchema)
  registered({ event, tx }: Delivery<VolunteerRegistered>): Promise<void> {
    return this.profile(tx, event.communityId, event.volunteerId, event.version, event.fitness);
  }

  @On(VolunteerChangedSchema)
  changed({ event, tx }: Delivery<VolunteerChanged>): Promise<void> {
    return this.profile(tx, event.communityId, event.volunteerId, event.version, event.fitness);
  }

  @On(GroupJoinedSchema)
  async joined({ event, tx }: Delivery<GroupJoined>): Promise<void> {
    await tx.query(
      `INSERT INTO known_volunteers (pool, id, group_ids, version)
       VALUES ($1, $2, ARRAY[$3], nextval('known_volunteers_version'))
       ON CONFLICT (pool, id) DO UPDATE
         SET group_ids = array_append(array_remove(known_volunteers.group_ids, $3), $3), version = excluded.version`,
      [event.communityId, event.volunteerId, event.groupId],
    );
    await noteChange(tx, event.communityId, 'volunteer', [event.volunteerId]);
  }

  @On(GroupLeftSchema)
  async left({ event, tx }: Delivery<GroupLeft>): Promise<void> {
    await tx.query(
      `UPDATE known_volunteers
       SET group_ids = array_remove(group_ids, $3), version = nextval('known_volunteers_version')
       WHERE pool = $1 AND id = $2`,
      [event.communityId, event.volunteerId, event.groupId],
    );
    await noteChange(tx, event.communityId, 'volunteer', [event.volunteerId]);
  }

  private async profile(
    tx: Tx,
    pool: string,
    id: string,
    version: number,
    fitness: Fitness | undefined,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO known_volunteers (pool, id, profile_version, active, born, skills, consent, guardian, blocked, trainings,
                                     hometown, dialects, version)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, nextval('known_volunteers_version'))
       ON CONFLICT (pool, id) DO UPDATE
         SET profile_version = excluded.profile_version, active = excluded.active, born = excluded.born,
             skills = excluded.skills, consent = excluded.consent, guardian = excluded.guardian,
             blocked = excluded.blocked, trainings = excluded.trainings, hometown = excluded.hometown,
             dialects = excluded.dialects, version = excluded.version
         WHERE known_volunteers.profile_version < excluded.profile_version`,
      [
        pool,
        id,
        version,
        fitness?.state === VolunteerState.ACTIVE,
        dateNumber(fitness?.birthDate ?? ''),
        fitness?.skills ?? [],
        fitness?.consents.includes('privacy-notice') ?? false,
        fitness?.consents.includes('guardian') ?? false,
        fitness?.blocked ?? false,
        (fitness?.trainings ?? []).map(({ code, validUntil }) => `${code}=${dateNumber(validUntil) || FOR_GOOD}`),
        fitness?.hometown ?? '',
        fitness?.dialects ?? [],
      ],
    );
    await noteChange(tx, pool, 'volunteer', [id]);
  }
}
