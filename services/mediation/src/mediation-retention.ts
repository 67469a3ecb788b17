import { daysKept, type RetentionRule } from '@huying/http';

const FILE =
  'the committee closes the file: the law has it kept complete (人民调解法 art. 27) and names no end that we know of';
const file = (name: string, table: string, columns: readonly string[], what: string): RetentionRule => ({
  ...{ name, table, columns, what },
  purpose: 'The file of a dispute (人民调解法 art. 27)',
  end: { do: 'kept', until: FILE },
});
const ENDED = (state: string): string =>
  `(SELECT max(h.changed_at) FROM history h WHERE h.aggregate_id = t.id AND h.to_state = '${state}')`;

/** What this service keeps of people. */
export const mediationRetention: readonly RetentionRule[] = [
  file('cases', 'cases', ['asked', 'opened_by'], 'What is asked in a dispute'),
  {
    ...file(
      'parties',
      'parties',
      ['name', 'phone', 'account_id', 'consent_witness'],
      'Who the parties of a dispute are',
    ),
    onErasure: {
      volunteer: {
        rows: 't.community_id = $1 AND t.account_id = $2',
        do: 'keep',
        because: 'The file of a dispute is kept complete (人民调解法 art. 27; PIPL art. 47 (2))',
      },
    },
  },
  file('measures', 'measures', ['text'], 'What was done so that nobody comes to harm'),
  file('sessions', 'sessions', ['place', 'minutes', 'interpreter_id'], 'Minutes of sessions'),
  file('session-proposals', 'session_proposals', ['content'], 'What sides put forward'),
  file('agreements', 'agreements', ['content', 'signatures', 'ruling'], 'Agreements with their signatures'),
  file('agreement-editions', 'agreement_editions', ['content'], 'Earlier editions of agreements'),
  file('history', 'history', ['reason', 'changed_by'], 'Why a case, a session or an agreement took its course'),
  {
    name: 'readings',
    table: 'readings',
    columns: ['reason', 'read_by'],
    what: 'Who was shown what of a dispute, and why',
    purpose: 'Parties can be told who knew (PIPL art. 51)',
    end: { do: 'delete', days: daysKept(1_095, 365, 1_825), after: 'it was shown', since: 't.read_at' },
  },
  {
    name: 'mediators',
    table: 'mediators',
    columns: ['name', 'account_id', 'ties', 'premises', 'employer'],
    blank: { name: 'sealed', ties: 'empty-list', premises: 'null', employer: 'null' },
    versioned: true,
    what: 'Who the mediators are, and whom they are tied to',
    purpose: 'Parties choose whom they trust, and nobody decides about their own (人民调解法 art. 13, 14, 19)',
    end: {
      do: 'blank',
      days: daysKept(1_095, 365, 3_650),
      after: 'the end of their service',
      since: ENDED('ended'),
      where: `t.state = 'ended'`,
    },
    onErasure: {
      volunteer: {
        rows: 't.community_id = $1 AND t.account_id = $2',
        do: 'keep',
        because:
          'A mediator is named in the files (人民调解法 art. 27, 29); it goes with the days after the end of their service',
      },
    },
  },
  {
    name: 'go-betweens',
    table: 'go_betweens',
    columns: ['name', 'trust', 'volunteer_id', 'ties', 'premises', 'employer', 'hometown', 'dialects', 'languages'],
    blank: {
      ...{ name: 'sealed', trust: 'sealed', ties: 'empty-list', premises: 'null', employer: 'null' },
      ...{ hometown: 'empty', dialects: 'empty-list', languages: 'empty-list' },
    },
    versioned: true,
    what: 'Which volunteers go between, and why people of their hometown trust them',
    purpose: 'They are invited to disputes (人民调解法 art. 20)',
    end: {
      do: 'blank',
      days: daysKept(365, 30, 1_825),
      after: 'they are asked no more',
      since: ENDED('retired'),
      where: `t.state = 'retired'`,
    },
    onErasure: { volunteer: { rows: 't.community_id = $1 AND t.volunteer_id = $2', do: 'blank' } },
  },
  {
    name: 'known-volunteers',
    table: 'known_volunteers',
    columns: ['volunteer_id'],
    what: 'Who is a volunteer, by the account’s id',
    purpose: 'Go-betweens are chosen among them',
    end: { do: 'elsewhere', how: 'when they leave' },
    onErasure: { volunteer: { rows: 't.community_id = $1 AND t.volunteer_id = $2', do: 'delete' } },
  },
  {
    name: 'subjects',
    table: 'subjects',
    columns: ['name', 'name_key'],
    what: 'Names of employers and premises that disputes are about',
    purpose: 'Disputes that have the same in common are noticed',
    end: { do: 'kept', until: 'the files that are about them are closed' },
  },
  {
    name: 'heard-calls',
    table: 'heard_calls',
    columns: ['voice'],
    what: 'Who called, by the account’s id, in case it turns out to be a complaint',
    purpose: 'Complaints that come together are noticed',
    end: { do: 'elsewhere', how: 'deleted after 30 days by `forget-complaints`' },
    onErasure: { call: { rows: 't.community_id = $1 AND t.call_id = $2::uuid', do: 'delete' } },
  },
  {
    name: 'warnings',
    table: 'warnings',
    columns: ['decision_reason', 'decided_by', 'voices'],
    blank: { decision_reason: 'sealed', voices: 'empty-array' },
    versioned: true,
    what: 'Who is concerned by a group dispute, by the account’s id, and why it was confirmed or dismissed',
    purpose: 'A group dispute is noticed in time',
    end: { do: 'blank', days: daysKept(1_095, 365, 3_650), after: 'the last complaint', since: 't.last_at' },
  },
];
