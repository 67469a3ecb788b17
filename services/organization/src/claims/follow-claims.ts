import type { DescMessage, Message } from '@bufbuild/protobuf';
import {
  toInstant,
  type PlaceHeld,
  type PlaceReleased,
  type WaitingListJoined,
  type WaitingListLeft,
} from '@huying/contracts';
import type { Tx } from '@huying/database';
import type { Life } from '@huying/lifecycle';
import { type Living, type ReasonedDeed, step } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import type { EntityTarget, FindOptionsWhere } from 'typeorm';

/** A claim, as the claim service speaks of it: of a need the claimant is a volunteer, of a class a child, of an appeal a resident. */
export interface Claim {
  readonly communityId: string;
  readonly needId: string;
  readonly claimId: string;
  readonly volunteerId: string;
}

/** Who carries out what follows from the claim service's events. */
export const CLAIM_SERVICE = 'claim-service';

/** Why something is over whose place was given back, whoever gave it back. */
export const PLACE_GIVEN_BACK = 'place-given-back';

/** An event of what follows a claim, and how it is told. */
type Telling<Row, How> = readonly [schema: DescMessage, tell: (row: Row, how: How) => Message];

/** What follows claims: enrolments, pledges. */
export interface Following<State extends string, Row extends Living<State> & { claimId: string }> {
  readonly entity: EntityTarget<Row>;
  readonly life: Life<State>;
  /** Begins with the first that is heard of a claim; undefined where it does not concern this service any more. */
  readonly begin: (tx: Tx, claim: Claim, now: Temporal.Instant) => Promise<Row | undefined>;
  readonly held: Telling<Row, PlaceHeld>;
  readonly waiting: Telling<Row, WaitingListJoined>;
  readonly over: Telling<Row, ReasonedDeed>;
}

/** Moves what follows claims as the claim service tells of them. */
export interface ClaimFollower {
  readonly held: (tx: Tx, event: PlaceHeld) => Promise<void>;
  readonly released: (tx: Tx, event: PlaceReleased) => Promise<void>;
  readonly waiting: (tx: Tx, event: WaitingListJoined) => Promise<void>;
  readonly left: (tx: Tx, event: WaitingListLeft) => Promise<void>;
}

/** Follows claims; what has gone further by itself stays as it is: what is told then is no news. */
export function followClaims<State extends string, Row extends Living<State> & { claimId: string }>({
  entity,
  life,
  begin,
  held,
  waiting,
  over,
}: Following<State, Row>): ClaimFollower {
  const move = async <How>(
    tx: Tx,
    claim: Claim,
    now: Temporal.Instant,
    [schema, tell]: Telling<Row, How>,
    how: How,
  ): Promise<void> => {
    const known = { claimId: claim.claimId } as FindOptionsWhere<Row>;
    const row = (await tx.lockIfPresent(entity, known)) ?? (await begin(tx, claim, now));
    if (!row || !life.may(row.state, schema)) return;
    await step(tx, life, row, tell(row, how), { by: CLAIM_SERVICE, now, reason: schema.name });
  };
  const end = (tx: Tx, claim: Claim, now: Temporal.Instant) =>
    move(tx, claim, now, over, { by: CLAIM_SERVICE, now, reason: PLACE_GIVEN_BACK });
  return {
    held: (tx, event) => move(tx, event, toInstant(event.heldAt), held, event),
    released: (tx, event) => end(tx, event, toInstant(event.releasedAt)),
    waiting: (tx, event) => move(tx, event, toInstant(event.joinedAt), waiting, event),
    left: (tx, event) => end(tx, event, toInstant(event.leftAt)),
  };
}
