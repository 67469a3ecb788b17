import { packVolunteer } from '../rules/volunteer-record.js';
import { listOf } from '../rules/words.js';

/** The row of a volunteer, or of a child, as events tell of them. */
export interface KnownVolunteer {
  readonly id: string;
  readonly version: string;
  readonly active: boolean;
  readonly consent: boolean;
  readonly guardian: boolean;
  readonly blocked: boolean;
  readonly born: number;
  readonly skills: readonly string[];
  readonly group_ids: readonly string[];
  /** Like first-aid=20281231. */
  readonly trainings: readonly string[];
  readonly hometown: string;
  readonly dialects: readonly string[];
  /** Of a child: whose it is; null: a volunteer. */
  readonly guardian_id: string | null;
  /** Of whoever is erased. */
  readonly erasure_id: string | null;
  readonly erased_at: Date | null;
  readonly erasure_answered: boolean;
}

/** The row as decisions read it. */
export function recordOf(row: KnownVolunteer): string {
  const { active, consent, guardian, blocked, born, hometown } = row;
  return packVolunteer({
    ...{ version: Number(row.version), active, consent, guardian, blocked, born, hometown },
    skills: listOf(row.skills),
    groups: listOf(row.group_ids),
    trainings: listOf(row.trainings),
    dialects: listOf(row.dialects),
  });
}
