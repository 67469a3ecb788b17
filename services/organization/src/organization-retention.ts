import { daysKept, type RetentionRule } from '@huying/http';

const CHILDREN =
  'erased after the term, or when the consent is taken back, by `erase-children` and `erase-unenrolled-children`';
const person = 't.community_id = $1 AND t.person_id = $2';

/** What this service keeps of people. */
export const organizationRetention: readonly RetentionRule[] = [
  {
    name: 'children',
    table: 'children',
    columns: ['name', 'birth_date', 'health_notes', 'pick_ups', 'guardian_id'],
    what: 'Names, birthdays, health notes of children, and who may fetch them',
    purpose: 'A class can look after them, with the guardian’s consent (PIPL art. 28, 31)',
    end: { do: 'elsewhere', how: CHILDREN },
    onErasure: {
      volunteer: {
        rows: 't.community_id = $1 AND t.guardian_id = $2',
        do: 'keep',
        because:
          'The child’s, not the volunteer’s: it is in a class, and goes when the guardian takes the consent back or after the term',
      },
    },
  },
  {
    name: 'session-presences',
    table: 'session_presences',
    columns: ['collected_by'],
    what: 'Who fetched a child from a session',
    purpose: 'No child goes with a stranger',
    end: { do: 'elsewhere', how: CHILDREN },
  },
  {
    name: 'child-readings',
    table: 'child_readings',
    columns: ['read_by', 'guardian_id'],
    what: 'Who was shown what is known of a child',
    purpose: 'Its guardian can be told (PIPL art. 31, 51)',
    end: { do: 'elsewhere', how: 'deleted after 3 years by `forget-readings`' },
  },
  {
    name: 'former-pupils',
    table: 'former_pupils',
    columns: ['account_id', 'guardian_id'],
    what: 'The account of a former pupil who agreed to be asked again',
    purpose: 'They are invited to come back as volunteers',
    end: { do: 'elsewhere', how: 'when they say so: DELETE /v1/former-pupils/{id}' },
    onErasure: { volunteer: { rows: 't.community_id = $1 AND t.account_id = $2', do: 'delete' } },
  },
  {
    name: 'pledges',
    table: 'pledges',
    columns: ['engraving', 'giver_id'],
    blank: { engraving: 'null' },
    versioned: true,
    what: 'Names that are engraved on what somebody gives',
    purpose: 'The giver wants it so, with the consent of whose names they are',
    end: {
      do: 'blank',
      days: daysKept(365, 30, 1_825),
      after: 'it was withdrawn or retired',
      since: `(SELECT max(h.changed_at) FROM history h WHERE h.aggregate_id = t.id AND h.to_state IN ('withdrawn', 'retired'))`,
      where: `t.state IN ('withdrawn', 'retired')`,
    },
    onErasure: { volunteer: { rows: 't.community_id = $1 AND t.giver_id = $2', do: 'blank' } },
  },
  {
    name: 'partners',
    table: 'partners',
    columns: ['name', 'account_id'],
    blank: { name: 'sealed', account_id: 'null' },
    versioned: true,
    what: 'Names of partners, some of them persons',
    purpose: 'Whose offers they are',
    end: {
      do: 'blank',
      days: daysKept(1_095, 30, 1_825),
      after: 'they left the federation',
      since: `(SELECT max(h.changed_at) FROM history h WHERE h.aggregate_id = t.id AND h.to_state = 'left')`,
      where: `t.state = 'left'`,
    },
    onErasure: {
      volunteer: {
        rows: `t.community_id = $1 AND t.account_id = $2`,
        do: 'keep',
        because: 'They are or were a partner as well: the partner leaves the federation, and then the days run',
      },
    },
  },
  {
    name: 'former-members',
    table: 'organization_members',
    columns: ['person_id', 'party_standing'],
    what: 'Who was a member of an organisation, and what in the Party',
    purpose: 'The organisation knows who was its member',
    end: {
      do: 'delete',
      days: daysKept(365, 30, 1_825),
      after: 'they left it',
      since: 't.left_at',
      where: 't.left_at IS NOT NULL',
    },
    onErasure: { volunteer: { rows: `${person} AND t.left_at IS NOT NULL`, do: 'delete' } },
  },
  {
    name: 'members',
    table: 'organization_members',
    columns: ['person_id', 'party_standing'],
    what: 'Who is a member of an organisation, and what in the Party',
    purpose: 'The organisation knows its members; a branch is formed where there are three (党章 art. 30)',
    end: { do: 'elsewhere', how: 'when they leave the organisation' },
    onErasure: {
      volunteer: {
        rows: `${person} AND t.left_at IS NULL`,
        do: 'keep',
        because: 'They are a member of an organisation still: they leave it first, by the account’s id, no name',
      },
    },
  },
  {
    name: 'organizations',
    table: 'organizations',
    columns: ['account_id', 'applied_by', 'contact_person_id'],
    what: 'Which account acts for an organisation, and who applied',
    purpose: 'Who acts for it is known',
    end: { do: 'kept', until: 'the organisation’s file is closed' },
    onErasure: {
      volunteer: {
        rows: 't.community_id = $1 AND $2 IN (t.account_id, t.applied_by)',
        do: 'keep',
        because: 'The organisation’s, not the person’s; by the account’s id: it names another account first',
      },
    },
  },
  {
    name: 'offices',
    table: 'offices',
    columns: ['person_id'],
    what: 'Who held which office of an organisation, by the account’s id',
    purpose: 'Who acted for it can be shown',
    end: { do: 'kept', until: 'the organisation’s file is closed' },
    onErasure: {
      volunteer: {
        rows: person,
        do: 'keep',
        because: 'Who acted for the organisation can be shown; by the account’s id',
      },
    },
  },
  {
    name: 'party-assignments',
    table: 'party_assignments',
    columns: ['person_id', 'person_index'],
    what: 'Which party member of the community is assigned to which organisation',
    purpose: 'The branch knows whom it has sent',
    end: { do: 'elsewhere', how: 'when the assignment ends' },
    onErasure: { volunteer: { rows: `t.community_id = $1 AND t.person_index = $3 AND $2 <> ''`, do: 'delete' } },
  },
  {
    name: 'bookings',
    table: 'bookings',
    columns: ['purpose', 'booked_by'],
    blank: { purpose: 'empty' },
    versioned: true,
    what: 'What a venue was booked for, in somebody’s words',
    purpose: 'Staff know what goes on in the house',
    end: { do: 'blank', days: daysKept(365, 30, 1_095), after: 'the booking', since: 't.ends_at' },
    onErasure: {
      volunteer: {
        rows: 't.community_id = $1 AND t.booked_by = $2',
        do: 'blank',
      },
    },
  },
  {
    name: 'calendar-feeds',
    table: 'calendar_feeds',
    columns: ['subscriber_id'],
    what: 'Whose calendar app follows a venue',
    purpose: 'They can revoke it',
    end: { do: 'elsewhere', how: 'when it is revoked' },
    onErasure: { volunteer: { rows: 't.community_id = $1 AND t.subscriber_id = $2', do: 'delete' } },
  },
  {
    name: 'history',
    table: 'history',
    columns: ['reason', 'changed_by'],
    blank: { reason: 'empty' },
    what: 'Why something was decided, in somebody’s words',
    purpose: 'Whoever decided can answer for it',
    end: { do: 'blank', days: daysKept(1_095, 365, 3_650), after: 'the step', since: 't.changed_at' },
    onErasure: { volunteer: { rows: 't.community_id = $1 AND t.changed_by = $2', do: 'blank' } },
  },
];
