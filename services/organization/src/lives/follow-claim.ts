import type { DescMessage, Message } from '@bufbuild/protobuf';
import type { PlacesOf } from '@huying/contracts';
import type { Tx } from '@huying/database';
import type { Life } from '@huying/lifecycle';
import type { Temporal } from 'temporal-polyfill';
import type { EntityTarget, FindOptionsWhere } from 'typeorm';
import { CLAIM_SERVICE, step, type Living } from './step.js';

/** A claim, as the claim service speaks of it: of a need the claimant is a volunteer, of a class a child, of an appeal a resident. */
export interface Claim {
  readonly communityId: string;
  readonly needId: string;
  readonly claimId: string;
  readonly volunteerId: string;
}

/** Why something is over whose place was given back, whoever gave it back. */
export const PLACE_GIVEN_BACK = 'place-given-back';

/** For a consumer that listens only where places are of that kind. */
export const isOf =
  (kind: PlacesOf) =>
  ({ of }: { readonly of: PlacesOf }): boolean =>
    of === kind;

/** What follows claims: enrolments, pledges. */
export interface Following<State extends string, Row extends Living<State> & { claimId: string }> {
  readonly entity: EntityTarget<Row>;
  readonly life: Life<State>;
  /** Begins with the first that is heard of a claim; undefined where it does not concern this service any more. */
  readonly begin: (tx: Tx, claim: Claim, now: Temporal.Instant) => Promise<Row | undefined>;
}

/** Moves what follows a claim, unless it has gone further by itself: what is told then is no news. */
export async function followClaim<State extends string, Row extends Living<State> & { claimId: string }>(
  tx: Tx,
  { entity, life, begin }: Following<State, Row>,
  claim: Claim,
  schema: DescMessage,
  now: Temporal.Instant,
  tell: (row: Row) => Message,
): Promise<void> {
  const known = { claimId: claim.claimId } as FindOptionsWhere<Row>;
  const row = (await tx.lockIfPresent(entity, known)) ?? (await begin(tx, claim, now));
  if (!row || !life.may(row.state, schema)) return;
  await step(tx, life, row, tell(row), { by: CLAIM_SERVICE, now, reason: schema.name });
}
