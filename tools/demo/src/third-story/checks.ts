import type { Check } from '../place-checks.js';
import type { Stage } from '../story.js';
import { until } from '../wait.js';
import { ASKED, INSTALMENTS, MINUTES, type Quarrel } from './quarrel.js';

interface Evidence {
  readonly quarrel: Quarrel;
  readonly agreementId: string;
  readonly warningId: string;
}

/** Looks at the case past the code of its service: tables, events, and what must stand in neither. */
export async function checkQuarrel(stage: Stage, { quarrel, agreementId, warningId }: Evidence): Promise<Check[]> {
  const { stores, onlooker } = stage;
  const { id } = quarrel;
  const about = (type: string, of: string, field: string) =>
    onlooker.about(of, `huying.mediation.v1.${type}`, field).length;
  // Of different aggregates: whichever comes first says nothing of the others.
  await until('the end of the case and of its agreement is on Kafka', () =>
    Promise.resolve(
      about('CaseClosed', id, 'caseId') === 1 &&
        about('AgreementPerformed', agreementId, 'agreementId') === 1 &&
        about('InstalmentPerformed', agreementId, 'agreementId') >= INSTALMENTS.length,
    ),
  );
  const [row] = await stores.rows<{ state: string; outcome: string }>(
    'mediation',
    'SELECT state, outcome FROM cases WHERE id = $1',
    [id],
  );
  const paid = await stores.count('mediation', 'instalments WHERE agreement_id = $1 AND performed_at IS NOT NULL', [
    agreementId,
  ]);
  const onTheirDay = await stores.count(
    'mediation',
    `instalments WHERE agreement_id = $1 AND (performed_at AT TIME ZONE 'Asia/Shanghai')::date = due_on`,
    [agreementId],
  );
  const told = about('InstalmentPerformed', agreementId, 'agreementId');
  const booked = await stores.count('organization', 'bookings WHERE venue_id = $1', [quarrel.venueId]);
  const sessions = await stores.count('mediation', `sessions WHERE case_id = $1 AND room = 'booked'`, [id]);
  const leaks = [ASKED, MINUTES, '王师傅', '李老板', '拖欠工资,应予支付'].filter((text) => onlooker.hasHeard(text));
  const texts = `(SELECT asked AS text FROM cases UNION ALL SELECT minutes FROM sessions UNION ALL SELECT name FROM parties
    UNION ALL SELECT content FROM agreements UNION ALL SELECT content FROM session_proposals) texts`;
  const kept = await stores.count('mediation', `${texts} WHERE text IS NOT NULL`);
  const readable = await stores.count('mediation', `${texts} WHERE text ~ '[一-龥]'`);
  return [
    {
      what: 'mediation: the case, its table and its events end alike',
      ok:
        row?.state === 'closed' &&
        row.outcome === 'performed' &&
        about('AgreementPerformed', agreementId, 'agreementId') === 1,
      detail: `${row?.state}, ${row?.outcome}`,
    },
    {
      what: 'mediation: each instalment is on record, on its day, and told once',
      ok: [paid, onTheirDay, told].every((count) => count === INSTALMENTS.length),
      detail: `${paid} on record, ${onTheirDay} on their day, ${told} told`,
    },
    {
      what: 'mediation: rooms of sessions are bookings of the venue',
      ok: sessions === 3 && booked === 3,
      detail: `${sessions} rooms, ${booked} bookings`,
    },
    {
      what: 'mediation: what parties said is in no event, and encrypted in the database',
      ok: leaks.length === 0 && readable === 0 && kept > 0,
      detail: `${leaks.length} heard, ${readable} of ${kept} readable`,
    },
    {
      what: 'mediation: the warning was told to the district once',
      ok: about('GroupDisputeSuspected', warningId, 'warningId') === 1,
      detail: 'and confirmed by staff',
    },
  ];
}
