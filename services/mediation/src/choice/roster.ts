import type { Tx } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import type { MediationCase, Party } from '../cases/case.entity.js';
import { present, sidesOf } from '../cases/parties.js';
import { GoBetween, Mediator } from '../mediators/mediator.entity.js';
import type { MatchCandidate, MatchCase, MatchParty, Outcomes, Tie } from '../matching/index.js';
import { SideChoice } from './choice.entity.js';

/** What matching looks at, read from the tables: pseudonyms, codes and keys only. */

/** Who a party is to matching: its account, or, without one, its id in the case. */
const personOf = ({ accountId, id }: Party): string => accountId ?? id;

const matchParty = (party: Party): MatchParty => ({
  personId: personOf(party),
  ...(party.hometown !== null && { hometown: party.hometown }),
  dialects: party.dialects,
  languages: party.dialects,
  ...(party.premises !== null && { premises: party.premises }),
  ...(party.employer !== null && { employer: party.employer }),
});

/** The case as matching sees it; whom a side has refused is passed over. */
export function matchCaseOf(
  { id, kind, urgency }: MediationCase,
  parties: readonly Party[],
  passedOver: readonly string[],
): MatchCase {
  const sides = sidesOf(parties).map((side) => ({
    id: String(side),
    parties: present(parties)
      .filter((party) => party.side === side)
      .map(matchParty),
  }));
  return { id, kind, sides, passedOver, urgency };
}

/** Whom the sides of a case have refused. */
export async function refusedIn(tx: Tx, caseId: string): Promise<string[]> {
  const choices = await tx.manager.findBy(SideChoice, { caseId });
  return choices.flatMap(({ refused }) => refused);
}

interface MediatorFacts {
  readonly id: string;
  readonly load: number;
  readonly partyElsewhere: boolean;
  readonly outcomes: readonly Outcomes[];
}

/** The community's mediators, or those named, who are still in office; locked in the order of their ids if asked, so that their loads stay true. */
export async function mediatorsOf(
  tx: Tx,
  communityId: string,
  { ids, lock = false }: { readonly ids?: readonly string[]; readonly lock?: boolean } = {},
): Promise<MatchCandidate[]> {
  const found = tx.manager
    .createQueryBuilder(Mediator, 'one')
    .where(`one.communityId = :communityId AND one.state <> 'ended'`, { communityId })
    .orderBy('one.id');
  if (ids) found.andWhere('one.id = ANY (:ids)', { ids });
  if (lock) found.setLock('pessimistic_write');
  const mediators = await found.getMany();
  const facts = await tx.query<MediatorFacts>(
    `WITH own AS (SELECT m.id, m.account_id, c.kind, c.state, c.id AS case_id FROM mediators m
       LEFT JOIN cases c ON m.id = ANY (c.mediator_ids) WHERE m.community_id = $1),
     ended AS (SELECT id, kind, count(*)::int AS ended,
         count(*) FILTER (WHERE state IN ('agreed', 'performed', 'confirmed'))::int AS agreed
       FROM own WHERE state IN ('agreed', 'terminated', 'performed', 'broken', 'confirmed') GROUP BY id, kind)
     SELECT m.id, (SELECT count(*)::int FROM own WHERE own.id = m.id AND own.state IN ('accepted', 'in-mediation')) AS load,
       EXISTS (SELECT 1 FROM parties p JOIN cases c ON c.id = p.case_id WHERE p.account_id = m.account_id AND NOT p."left"
         AND c.state IN ('received', 'consent-sought', 'accepted', 'in-mediation')) AS "partyElsewhere",
       coalesce((SELECT jsonb_agg(jsonb_build_object('kind', kind, 'ended', ended, 'agreed', agreed) ORDER BY kind)
         FROM ended WHERE ended.id = m.id), '[]') AS outcomes
     FROM mediators m WHERE m.community_id = $1`,
    [communityId],
  );
  const factsOf = new Map(facts.map((one) => [one.id, one]));
  return mediators.map((one) => {
    const { load = 0, partyElsewhere = false, outcomes = [] } = factsOf.get(one.id) ?? {};
    return {
      ...candidateOf(one, one.accountId),
      role: 'mediator',
      fields: one.fields,
      load,
      available: one.state === 'serving' && one.available,
      term: { from: one.termFrom, until: one.termUntil },
      partyElsewhere,
      outcomes,
    };
  });
}

/** The community's go-betweens; how many invitations they are in is their load. */
export async function goBetweensOf(tx: Tx, communityId: string): Promise<MatchCandidate[]> {
  const all = await tx.manager.find(GoBetween, { where: { communityId, state: 'trusted' }, order: { id: 'ASC' } });
  const loads = await tx.query<{ id: string; load: number }>(
    `SELECT i.go_between_id AS id, count(*)::int AS load FROM invitations i JOIN cases c ON c.id = i.case_id
     WHERE i.community_id = $1 AND i.state IN ('proposed', 'accepted') AND c.state = 'in-mediation' GROUP BY 1`,
    [communityId],
  );
  const loadOf = new Map(loads.map(({ id, load }) => [id, load]));
  return all.map((one) => ({
    ...candidateOf(one, one.volunteerId),
    role: 'go-between',
    fields: [],
    load: loadOf.get(one.id) ?? 0,
    available: true,
    outcomes: [],
  }));
}

const candidateOf = (
  one: Pick<Mediator, 'id' | 'hometown' | 'dialects' | 'languages' | 'loadLimit' | 'premises' | 'employer'> & {
    ties: Tie[];
  },
  personId: string,
) => ({
  ...{ id: one.id, personId, hometown: one.hometown, dialects: one.dialects, languages: one.languages },
  ...{ loadLimit: one.loadLimit, ties: one.ties },
  ...(one.premises !== null && { premises: one.premises }),
  ...(one.employer !== null && { employer: one.employer }),
});

/** The day in the community's zone, `YYYY-MM-DD`, with the moment. */
export interface Today {
  readonly on: string;
  readonly now: Temporal.Instant;
}
