import { daysKept, type RetentionRule } from '@huying/http';

/** When a need was over, by its id; null: it is not. A need that is reopened begins anew. */
const overAt = (id: string): string => `(
  SELECT max(h.changed_at) FROM need_history h JOIN needs n ON n.id = h.need_id
  WHERE n.id = ${id} AND n.state IN ('completed', 'closed', 'cancelled', 'expired') AND h.to_state = n.state)`;

/** When a call was done with: with its need, or, where none came of it, when it was received. */
const doneAt = (call: string): string =>
  `(SELECT CASE WHEN c.need_id IS NULL THEN c.received_at ELSE ${overAt('c.need_id')} END FROM calls c WHERE c.id = ${call})`;

const afterTheCall = 'the need that came of the call was over; where none came of it, it was received';
const KEPT = daysKept(180, 30, 1_095);
const needOfCall = 't.community_id = $1 AND t.call_id = $2::uuid';

/** What this service keeps of people. */
export const requestRetention: readonly RetentionRule[] = [
  {
    name: 'open311-updates',
    table: 'open311_updates',
    columns: ['description'],
    what: 'What a city’s system told later of a report',
    purpose: 'Staff follow what the city does about it',
    end: {
      ...{ do: 'delete', days: KEPT, after: afterTheCall },
      since: doneAt('t.report_id'),
    },
    onErasure: { call: { rows: "t.report_id = $2::uuid AND $1 <> ''", do: 'delete' } },
  },
  {
    name: 'open311-reports',
    table: 'open311_reports',
    columns: ['details'],
    what: 'What a city’s system reported, with who told it',
    purpose: 'The report is answered in the city’s standard',
    end: {
      ...{ do: 'delete', days: KEPT, after: afterTheCall },
      since: doneAt('t.id'),
      where: 'NOT EXISTS (SELECT FROM open311_updates u WHERE u.report_id = t.id)',
    },
    onErasure: { call: { rows: 't.community_id = $1 AND t.id = $2::uuid', do: 'delete' } },
  },
  {
    name: 'calls',
    table: 'calls',
    columns: ['text', 'caller_name', 'caller_phone', 'caller_phone_index', 'caller_id'],
    blank: {
      ...{ text: 'sealed', caller_name: 'null', caller_phone: 'null' },
      ...{ caller_phone_index: 'null', caller_id: 'null' },
    },
    versioned: true,
    what: 'Who called, and what they said',
    purpose: 'The call is answered, and the caller told (PIPL art. 13 (1), (3))',
    end: { do: 'blank', days: KEPT, after: afterTheCall, since: doneAt('t.id') },
    onErasure: {
      call: { rows: 't.community_id = $1 AND t.id = $2::uuid', do: 'blank' },
      // What they called about with their account; while a need of it is open, they are still to be helped.
      volunteer: { rows: `t.community_id = $1 AND t.caller_id = $2 AND ${doneAt('t.id')} IS NOT NULL`, do: 'blank' },
    },
  },
  {
    name: 'need-history',
    table: 'need_history',
    columns: ['reason', 'changed_by'],
    blank: { reason: 'empty' },
    what: 'Why a need was moved, cancelled or closed',
    purpose: 'Staff can answer for what they decided',
    end: { do: 'blank', days: KEPT, after: 'the need was over', since: overAt('t.need_id') },
    onErasure: {
      call: {
        rows: 't.need_id IN (SELECT n.id FROM needs n WHERE n.community_id = $1 AND n.call_id = $2::uuid)',
        do: 'blank',
      },
      volunteer: {
        rows: `t.need_id IN (SELECT n.id FROM needs n WHERE n.community_id = $1 AND n.caller_id = $2) AND ${overAt('t.need_id')} IS NOT NULL`,
        do: 'blank',
      },
    },
  },
  {
    name: 'needs',
    table: 'needs',
    columns: [
      ...['description', 'person_in_charge', 'private_details', 'feedback_text', 'caller_id'],
      ...['building', 'latitude', 'longitude'],
    ],
    blank: {
      ...{ description: 'empty', person_in_charge: 'sealed', private_details: 'null', feedback_text: 'null' },
      ...{ caller_id: 'null', building: 'empty', latitude: 'null', longitude: 'null' },
    },
    versioned: true,
    what: 'Private details of a need, where it is, who answers for it, and what the caller said of it',
    purpose: 'Whoever holds a place finds the way (PIPL art. 13 (1))',
    end: { do: 'blank', days: KEPT, after: 'it was over', since: overAt('t.id') },
    onErasure: {
      call: { rows: needOfCall, do: 'blank' },
      volunteer: { rows: `t.community_id = $1 AND t.caller_id = $2 AND ${overAt('t.id')} IS NOT NULL`, do: 'blank' },
    },
  },
  {
    name: 'need-readings',
    table: 'need_readings',
    columns: ['read_by'],
    what: 'Who was shown private details of a need',
    purpose: 'The caller can be told who knew (PIPL art. 51)',
    end: { do: 'delete', days: daysKept(1_095, 365, 1_825), after: 'it was shown', since: 't.read_at' },
    onErasure: {
      volunteer: {
        rows: 't.read_by = $2 AND t.need_id IN (SELECT n.id FROM needs n WHERE n.community_id = $1)',
        do: 'keep',
        because: 'Whoever called can be told who was shown their details (PIPL art. 51); by the account’s id',
      },
    },
  },
  {
    name: 'need-board',
    table: 'need_board_claims',
    columns: ['volunteer_id'],
    what: 'Who holds a place of a need, by the account’s id',
    purpose: 'Who holds a place is shown the private details; figures of the need',
    end: {
      do: 'delete',
      days: daysKept(1_095, 180, 1_825),
      after: 'the need was over',
      since: overAt('t.need_id'),
    },
    onErasure: {
      volunteer: {
        rows: 't.volunteer_id = $2 AND t.need_id IN (SELECT n.id FROM needs n WHERE n.community_id = $1)',
        do: 'keep',
        because: 'Who came is counted on the need’s board, by the account’s id; no name',
      },
    },
  },
];
