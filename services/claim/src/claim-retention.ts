import { daysKept, type RetentionRule } from '@huying/http';

const PSEUDONYM =
  'It says who had a place by the account’s id alone, and the volunteer’s service record rests on it (志愿服务条例 art. 19)';

/** What this service keeps of people. */
export const claimRetention: readonly RetentionRule[] = [
  {
    name: 'known-volunteers',
    table: 'known_volunteers',
    columns: ['born', 'hometown', 'skills', 'dialects', 'trainings', 'group_ids', 'sealed_birth', 'guardian_id'],
    what: 'What decides who is fit for a place: birthday, hometown, skills; of children the birthday, encrypted',
    purpose: 'Places go to whoever is fit for them',
    end: { do: 'elsewhere', how: 'emptied when the volunteer or the child is erased' },
    onErasure: {
      volunteer: {
        rows: 't.pool = $1 AND t.id = $2',
        do: 'keep',
        because:
          'Emptied but for the account’s id, its version and that it is no volunteer, so that nothing older brings it back',
      },
    },
  },
  {
    name: 'pool-volunteers',
    table: 'pool_volunteers',
    columns: ['record'],
    what: 'The same as decisions read it, also in Redis',
    purpose: 'A pool is made anew from it when Redis has lost it',
    end: { do: 'elsewhere', how: 'emptied when the volunteer is erased' },
  },
  {
    name: 'ledger-volunteers',
    table: 'ledger',
    columns: ['data'],
    blank: { data: 'empty' },
    what: 'What the ledger says of how volunteers became known to a pool',
    purpose: 'Decisions can be explained',
    end: {
      do: 'blank',
      days: daysKept(30, 1, 180),
      after: 'the entry',
      since: 't.decided_at',
      where: `t.kind = 'volunteers'`,
    },
    onErasure: {
      volunteer: {
        // Ids stand in it as JSON texts.
        rows: `t.pool = $1 AND t.kind = 'volunteers' AND t.erased_at IS NULL AND position(to_json($2::text)::text IN t.data) > 0`,
        do: 'blank',
      },
    },
  },
  {
    name: 'claim-deeds',
    table: 'claim_deeds',
    columns: ['reason', 'done_by'],
    blank: { reason: 'sealed' },
    what: 'Why staff decided about somebody’s claim',
    purpose: 'Staff can answer for what they decided',
    end: { do: 'blank', days: daysKept(365, 90, 1_095), after: 'the decision', since: 't.done_at' },
    onErasure: {
      volunteer: {
        rows: 't.claim_id IN (SELECT c.id FROM claims c WHERE c.pool = $1 AND c.volunteer_id = $2)',
        do: 'blank',
      },
    },
  },
  {
    name: 'sightings',
    table: 'sightings',
    columns: ['place', 'note', 'reported_by'],
    what: 'Where a lost person was seen',
    purpose: 'The search for them (PIPL art. 13 (4), 28)',
    end: { do: 'delete', days: daysKept(90, 7, 365), after: 'it was reported', since: 't.reported_at' },
    onErasure: { need: { rows: 't.pool = $1 AND t.need_id = $2::uuid', do: 'delete' } },
  },
  {
    name: 'claims',
    table: 'claims',
    columns: ['volunteer_id', 'party'],
    what: 'Who had which place, by the account’s id; the ledger, parties and draws say the same',
    purpose: 'No place is given twice, and every decision can be counted again',
    end: { do: 'kept', until: 'the community decides; there is no name in it' },
    onErasure: { volunteer: { rows: 't.pool = $1 AND t.volunteer_id = $2', do: 'keep', because: PSEUDONYM } },
  },
];
