import {
  GroupJoinedSchema,
  GroupLeftSchema,
  VolunteerChangedSchema,
  VolunteerRegisteredSchema,
  VolunteerState,
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

/** What is learnt of a volunteer from their profile. */
interface Profile {
  readonly pool: string;
  readonly id: string;
  readonly profile_version: number;
  readonly active: boolean;
  readonly born: number;
  readonly skills: readonly string[];
  readonly consent: boolean;
  readonly guardian: boolean;
  readonly blocked: boolean;
  readonly trainings: readonly string[];
  readonly hometown: string;
  readonly dialects: readonly string[];
}

/** Somebody joins a group, or leaves it. */
interface Move {
  readonly pool: string;
  readonly id: string;
  readonly group: string;
  readonly joins: boolean;
}

/**
 * Learns what decides whether a volunteer is fit. Profile and groups come on topics of their own, in any order, so each
 * is kept by itself, and each change takes a number by which Redis tells the newer record.
 */
@Consumer()
export class OnVolunteers {
  @On(VolunteerRegisteredSchema)
  registered({ event, tx }: Delivery<VolunteerRegistered>): void {
    this.profile(tx, event);
  }

  @On(VolunteerChangedSchema)
  changed({ event, tx }: Delivery<VolunteerChanged>): void {
    this.profile(tx, event);
  }

  @On(GroupJoinedSchema)
  joined({ event, tx }: Delivery<GroupJoined>): void {
    this.move(tx, event, true);
  }

  @On(GroupLeftSchema)
  left({ event, tx }: Delivery<GroupLeft>): void {
    this.move(tx, event, false);
  }

  private move(
    tx: Tx,
    { communityId: pool, volunteerId: id, groupId: group }: GroupJoined | GroupLeft,
    joins: boolean,
  ) {
    inOneOrder(tx);
    tx.atEnd(writeMoves, { pool, id, group, joins });
    noteChange(tx, pool, 'volunteer', id);
  }

  private profile(
    tx: Tx,
    { communityId: pool, volunteerId: id, version, fitness }: VolunteerRegistered | VolunteerChanged,
  ) {
    const consents = fitness?.consents ?? [];
    inOneOrder(tx);
    tx.atEnd(writeProfiles, {
      ...{ pool, id, profile_version: version },
      active: fitness?.state === VolunteerState.ACTIVE,
      born: dateNumber(fitness?.birthDate ?? ''),
      skills: fitness?.skills ?? [],
      consent: consents.includes('privacy-notice'),
      guardian: consents.includes('guardian'),
      blocked: fitness?.blocked ?? false,
      trainings: (fitness?.trainings ?? []).map(
        ({ code, validUntil }) => `${code}=${dateNumber(validUntil) || FOR_GOOD}`,
      ),
      hometown: fitness?.hometown ?? '',
      dialects: fitness?.dialects ?? [],
    });
    noteChange(tx, pool, 'volunteer', id);
  }
}

/** Rows are locked in the same order by every process: volunteers, and then what is to be brought to Redis. */
function inOneOrder(tx: Tx): void {
  tx.atEnd(writeProfiles);
  tx.atEnd(writeMoves);
}

/** Of several of one volunteer that of the highest version counts; one that is older than what is known does not. */
async function writeProfiles(tx: Tx, profiles: readonly Profile[]): Promise<void> {
  if (profiles.length === 0) return;
  await tx.query(
    `INSERT INTO known_volunteers (pool, id, profile_version, active, born, skills, consent, guardian, blocked, trainings,
                                   hometown, dialects, version)
     SELECT pool, id, profile_version, active, born, skills, consent, guardian, blocked, trainings, hometown, dialects,
       nextval('known_volunteers_version')
     FROM (
       SELECT DISTINCT ON (pool, id) * FROM json_to_recordset($1)
         AS p (pool text, id text, profile_version int, active bool, born int, skills text[], consent bool, guardian bool,
               blocked bool, trainings text[], hometown text, dialects text[])
       ORDER BY pool, id, profile_version DESC
     ) AS latest
     ON CONFLICT (pool, id) DO UPDATE
       SET profile_version = excluded.profile_version, active = excluded.active, born = excluded.born,
           skills = excluded.skills, consent = excluded.consent, guardian = excluded.guardian,
           blocked = excluded.blocked, trainings = excluded.trainings, hometown = excluded.hometown,
           dialects = excluded.dialects, version = excluded.version, erasure_id = NULL, erased_at = NULL
       WHERE known_volunteers.profile_version < excluded.profile_version`,
    [JSON.stringify(profiles)],
  );
}

/** Of several of one volunteer and one group the last counts. Who has left before anything else is known of them stays unknown. */
async function writeMoves(tx: Tx, moves: readonly Move[]): Promise<void> {
  if (moves.length === 0) return;
  await tx.query(
    `WITH moves AS (
       SELECT DISTINCT ON (pool, id, "group") pool, id, "group", joins
       FROM ROWS FROM (json_to_recordset($1) AS (pool text, id text, "group" text, joins bool))
         WITH ORDINALITY AS m (pool, id, "group", joins, number)
       ORDER BY pool, id, "group", number DESC
     ), people AS (
       SELECT pool, id, array_agg("group") AS moved, coalesce(array_agg("group") FILTER (WHERE joins), '{}') AS joined
       FROM moves GROUP BY pool, id
       HAVING bool_or(joins) OR EXISTS (SELECT FROM known_volunteers AS k WHERE k.pool = moves.pool AND k.id = moves.id)
       ORDER BY pool, id
     )
     INSERT INTO known_volunteers AS known (pool, id, group_ids, version)
     SELECT pool, id, joined, nextval('known_volunteers_version') FROM people
     ON CONFLICT (pool, id) DO UPDATE
       SET version = excluded.version,
           group_ids = excluded.group_ids || array(
             SELECT kept FROM unnest(known.group_ids) AS kept
             WHERE kept <> ALL ((SELECT moved FROM people WHERE people.pool = known.pool AND people.id = known.id)::text[]))
       WHERE known.erased_at IS NULL`,
    [JSON.stringify(moves)],
  );
}
