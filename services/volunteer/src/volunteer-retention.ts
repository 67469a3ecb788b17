import { daysKept, type RetentionRule } from '@huying/http';

/** How long who has left is known: a certificate can still be asked for, and whoever comes back need not begin anew. */
export const LEFT_KEPT_DAYS = 1_095;

const own = 't.community_id = $1 AND t.volunteer_id = $2';
const RECORD =
  '志愿服务条例 art. 19 and Decree 67 art. 7: service is recorded and certified; PIPL art. 47 (2). By the account’s id, no name';

/** What this service keeps of people. */
export const volunteerRetention: readonly RetentionRule[] = [
  {
    name: 'volunteer-history',
    table: 'volunteer_history',
    columns: ['reason', 'changed_by'],
    what: 'Why a volunteer was suspended, taken back, or left',
    purpose: 'Staff can answer for what they decided',
    end: { do: 'elsewhere', how: 'with the volunteer' },
    onErasure: { volunteer: { rows: own, do: 'delete' } },
  },
  {
    name: 'group-members',
    table: 'group_members',
    columns: ['volunteer_id'],
    what: 'Who is in which volunteer group',
    purpose: 'Needs are published to groups',
    end: { do: 'elsewhere', how: 'when they leave the group' },
    onErasure: { volunteer: { rows: own, do: 'delete' } },
  },
  {
    name: 'volunteers',
    table: 'volunteers',
    columns: [
      ...['name', 'phone', 'phone_index', 'birth_date', 'gender', 'hometown', 'dialects', 'availability', 'skills'],
      ...['trainings', 'consents', 'party_member', 'id_number', 'suspension_reason'],
    ],
    what: 'Names, telephones, birthdays and what else volunteers tell of themselves',
    purpose: 'To reach them, and to see for which needs they are fit (志愿服务条例 art. 7, 19)',
    end: { do: 'elsewhere', how: `erased ${LEFT_KEPT_DAYS} days after they left by \`erase-who-left\`` },
    onErasure: { volunteer: { rows: 't.community_id = $1 AND t.id = $2', do: 'delete' } },
  },
  {
    name: 'feed-entries',
    table: 'feed_entries',
    columns: ['volunteer_id', 'details'],
    what: 'What the feed told somebody of their claims',
    purpose: 'Whoever was away misses nothing',
    end: { do: 'elsewhere', how: 'deleted after 7 days by `forget-feed-entries`' },
    onErasure: { volunteer: { rows: own, do: 'delete' } },
  },
  {
    name: 'known-needs',
    table: 'known_needs',
    columns: ['description', 'person_in_charge', 'code_secret', 'building'],
    blank: { description: 'sealed', person_in_charge: 'sealed', code_secret: 'sealed', building: 'empty' },
    what: 'What a need asks for, in which building, and who answers for it on site',
    purpose: 'The feed shows it, and the service record states it',
    end: { do: 'blank', days: daysKept(180, 30, 1_095), after: 'its end', since: 't.ends_at' },
    onErasure: { need: { rows: 't.community_id = $1 AND t.need_id = $2::uuid', do: 'blank' } },
  },
  {
    name: 'past-publications',
    table: 'past_publications',
    columns: ['description', 'person_in_charge', 'building'],
    blank: { description: 'sealed', person_in_charge: 'sealed', building: 'empty' },
    what: 'The same of an earlier publication of a need that was reopened',
    purpose: 'What is still noted of its attendances is recorded as it was then',
    end: { do: 'blank', days: daysKept(180, 30, 1_095), after: 'its end', since: 't.ends_at' },
    onErasure: { need: { rows: 't.community_id = $1 AND t.need_id = $2::uuid', do: 'blank' } },
  },
  {
    name: 'known-claims',
    table: 'known_claims',
    columns: ['volunteer_id'],
    what: 'Where somebody’s claim stands, by the account’s id',
    purpose: 'The feed tells them of it',
    end: {
      do: 'delete',
      days: daysKept(180, 30, 1_095),
      after: 'the end of the need',
      since: '(SELECT k.ends_at FROM known_needs k WHERE k.need_id = t.need_id)',
    },
  },
  {
    name: 'service-records',
    table: 'service_records',
    columns: ['volunteer_id', 'content', 'person_in_charge', 'recorded_by'],
    what: 'Which services somebody has rendered, by the account’s id',
    purpose: 'Volunteers are certified what they did (志愿服务条例 art. 19; Decree 67 art. 7)',
    end: { do: 'kept', until: 'the community decides; the law asks for the record and names no end that we know of' },
    onErasure: {
      volunteer: { rows: own, do: 'keep', because: RECORD },
      need: { rows: 't.community_id = $1 AND t.need_id = $2::uuid', do: 'keep', because: RECORD },
    },
  },
  {
    name: 'attendances',
    table: 'attendances',
    columns: ['volunteer_id'],
    what: 'When somebody came and went, by the account’s id',
    purpose: 'What the service record rests on',
    end: { do: 'kept', until: 'the service record that rests on it goes' },
    onErasure: { volunteer: { rows: own, do: 'keep', because: RECORD } },
  },
  {
    name: 'erased-volunteers',
    table: 'erased_volunteers',
    columns: ['id'],
    what: 'That an account was erased, and whether it was suspended or blocked then; nothing else',
    purpose: 'Erasure is no way round a suspension; whoever comes back has a new version',
    end: { do: 'elsewhere', how: 'when they come back' },
  },
];
