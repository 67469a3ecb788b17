import { offerKey, seatOf } from '@huying/claim';
import { v7 as uuidv7 } from 'uuid';
import type { Chance } from '../chance.js';
import type { Attempt, Wish } from '../history.types.js';
import type { KnownClaim, KnownNeed, PoolWorld } from './world.js';

/** What an answer's body may tell. */
export interface AnswerBody {
  readonly id?: string;
  readonly volunteerId?: string;
  readonly items?: readonly { readonly id: string; readonly volunteerId: string }[];
}

/** A request to be made, and what it asks of the pool in the words of the rules. */
export interface Ask {
  readonly kind: string;
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly authorization: string;
  readonly key?: string;
  readonly body?: object;
  readonly wish: Wish;
  /** Whether it may be answered without the pool: a party of which not all have agreed. */
  readonly mayBeUndecided?: boolean;
  /** What a good answer teaches whoever asked. */
  readonly learn?: (answer: Attempt, body: AnswerBody) => void;
  /** What the same request was answered before. */
  readonly before?: Attempt['outcome'];
}

/** Later than any limit of the service: what it makes of it stands in the ledger. */
const LATE = 9e15;
const MINUTES = 5;
const REASON = { reason: 'Called the office' };

/** A claim; also for small histories, which name need, volunteer and key. */
export function claimAsk(
  world: PoolWorld,
  chance: Chance,
  need: string,
  volunteer: string,
  key: string,
  risk: boolean,
): Ask {
  return {
    kind: 'claim',
    method: 'POST',
    path: `/v1/needs/${need}/claims`,
    authorization: world.authorization(volunteer),
    key,
    body: risk ? { riskAccepted: true } : undefined,
    wish: { do: 'claim', need, volunteer, claim: '', key, risk },
    learn: ({ outcome }) => {
      const known = world.needs.get(need);
      if (!outcome || !known) return;
      world.told({ id: outcome.id, need: known, volunteer, told: outcome.state });
      world.remember({ need: known, volunteer, key, risk, outcome }, chance);
    },
  };
}

/** Giving back, leaving the line, declining: whatever the claim has come to. */
export function giveBackAsk(world: PoolWorld, need: string, volunteer: string, claim: string): Ask {
  return {
    kind: 'give-back',
    method: 'DELETE',
    path: `/v1/claims/${claim}`,
    authorization: world.authorization(volunteer),
    wish: { do: 'release', need, volunteer, claim, reason: 'volunteer', late: false },
    learn: () => void world.claims.delete(claim),
  };
}

/** A request about a claim, with nothing in it that a repetition would do twice. */
export function aboutClaim(
  world: PoolWorld,
  { id, need }: KnownClaim,
  who: string,
  verb: string,
  wish: Wish,
  body?: object,
): Ask {
  const endsIt = wish.do === 'release';
  return {
    kind: verb,
    method: verb === 'priority' ? 'PUT' : 'POST',
    path: `/v1/claims/${id}/${verb}`,
    authorization: world.authorization(who),
    body,
    wish,
    learn: (_, { id: told, volunteerId }) => {
      if (endsIt) world.claims.delete(id);
      else if (told && volunteerId) world.told({ id: told, need, volunteer: volunteerId, told: verb });
    },
  };
}

/** Taking a place back, turning an applicant down, declining an offer. */
export function endAsk(world: PoolWorld, claim: KnownClaim, verb: 'release' | 'rejection' | 'refusal'): Ask {
  const reason = { release: 'staff', rejection: 'rejected', refusal: 'declined' } as const;
  const { id, need, volunteer } = claim;
  const wish = { do: 'release', need: need.id, volunteer, claim: id, reason: reason[verb], late: true } as const;
  if (verb === 'refusal') return aboutClaim(world, claim, volunteer, verb, wish);
  return aboutClaim(world, claim, 'staff', verb, wish, REASON);
}

/** An offer: of a free place, of a holder's own, of a team's seat. */
export function offerAsk(
  world: PoolWorld,
  need: KnownNeed,
  volunteer: string,
  how: { readonly kind: 'offer' } | { readonly kind: 'hand-over' | 'naming'; readonly claim: KnownClaim },
): Ask {
  const key = uuidv7();
  const of = how.kind === 'offer' ? undefined : how.claim;
  const source = ({ offer: 'staff', 'hand-over': 'hand-over', naming: 'team' } as const)[how.kind];
  const who = ({ offer: 'staff', 'hand-over': of?.volunteer ?? '', naming: 'organisation' } as const)[how.kind];
  return {
    kind: how.kind,
    method: 'POST',
    path: of ? `/v1/claims/${of.id}/${how.kind}` : `/v1/needs/${need.id}/offers`,
    authorization: world.authorization(who),
    key,
    body: { volunteerId: volunteer, minutes: MINUTES },
    wish: {
      ...{ do: 'offer', need: need.id, volunteer, claim: '', source, from: of?.volunteer ?? '', till: LATE },
      key: offerKey(key, MINUTES, of?.id),
    },
    learn: (_, { id, volunteerId }) => {
      if (id && volunteerId) world.told({ id, need, volunteer: volunteerId, told: 'offered' });
    },
  };
}

/** Another number of places; some who hold one give way. */
export function placesAsk(world: PoolWorld, need: KnownNeed, places: number, leaving: readonly KnownClaim[]): Ask {
  return {
    kind: 'places',
    method: 'PUT',
    path: `/v1/needs/${need.id}/places`,
    authorization: world.authorization('staff'),
    body: { places, release: leaving.map(({ id }) => id) },
    wish: {
      do: 'places',
      need: need.id,
      places,
      leaving: leaving.map(({ id, volunteer }) => ({ claimant: volunteer, claim: id })),
    },
  };
}

/** Seats for an organisation's team, all or none. */
export function teamAsk(world: PoolWorld, need: KnownNeed, places: number): Ask {
  const key = uuidv7();
  const seats = Array.from({ length: places }, (_, index) => seatOf(`${world.pool}-organisation`, key, index + 1));
  return {
    kind: 'team',
    method: 'POST',
    path: `/v1/needs/${need.id}/team-claims`,
    authorization: world.authorization('organisation'),
    key,
    body: { places, riskAccepted: need.isRisky },
    wish: {
      do: 'together',
      need: need.id,
      team: true,
      risk: need.isRisky,
      members: seats.map((claimant) => ({ claimant, claim: '', key })),
    },
    learn: (_, { items = [] }) => {
      for (const { id, volunteerId: volunteer } of items) world.told({ id, need, volunteer, told: 'seat' });
    },
  };
}

/** Friends who claim together: one asks the others, who agree one after the other. */
export function partyAsk(world: PoolWorld, need: KnownNeed, people: readonly string[]): Ask {
  const [first = '', ...others] = people;
  const body = { riskAccepted: need.isRisky };
  const wish = (key: string): Wish => ({
    do: 'together',
    need: need.id,
    team: false,
    risk: need.isRisky,
    members: people.map((claimant) => ({ claimant, claim: '', key })),
  });
  const agree = (party: string, left: readonly string[]): void => {
    const [next, ...rest] = left;
    if (next === undefined) return;
    world.todo.push({
      kind: 'party-acceptance',
      method: 'POST',
      path: `/v1/parties/${party}/acceptances`,
      authorization: world.authorization(next),
      body,
      wish: wish(`party ${party}`),
      mayBeUndecided: true,
      learn: () => agree(party, rest),
    });
  };
  return {
    kind: 'party',
    method: 'POST',
    path: `/v1/needs/${need.id}/parties`,
    authorization: world.authorization(first),
    key: uuidv7(),
    body: { volunteerIds: others, ...body },
    wish: wish(''),
    mayBeUndecided: true,
    learn: (_, { id }) => void (id && agree(id, others)),
  };
}

/** An alert is over. */
export function standDownAsk(world: PoolWorld, need: KnownNeed): Ask {
  return {
    kind: 'stand-down',
    method: 'POST',
    path: `/v1/needs/${need.id}/stand-down`,
    authorization: world.authorization('staff'),
    body: { outcome: 'found' },
    wish: { do: 'close', need: need.id, what: 'stood-down', detail: 'found' },
  };
}
