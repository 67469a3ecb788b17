import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { NeedAroseSchema, NeedLapsedSchema, toTimestamp, type CatalogueItemCode } from '@huying/contracts';
import type { Tx } from '@huying/database';
import type { ReasonedDeed } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';

/** Where a need comes from. */
export type OriginKind = 'venue' | 'activity' | 'session' | 'child-not-collected' | 'upkeep';

/** A need as it arises; what it does not say has the default of its field. */
export type ArisingNeed = Omit<MessageInitShape<typeof NeedAroseSchema>, 'needId' | '$typeName'> & {
  readonly communityId: string;
  readonly catalogueItemCode: CatalogueItemCode;
  readonly origin: {
    readonly kind: OriginKind;
    readonly id: string;
    readonly organizationId?: string;
    readonly programmeId?: string;
  };
};

/**
 * Says that people are needed: the request service raises the need under the id that this gives. What becomes of it is
 * known by that id.
 */
export async function raiseNeed(tx: Tx, need: ArisingNeed): Promise<string> {
  const needId = uuidv7();
  const { origin, communityId } = need;
  await tx.query(
    `INSERT INTO arisen_needs (need_id, community_id, origin_kind, origin_id, organization_id, programme_id)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [needId, communityId, origin.kind, origin.id, origin.organizationId ?? null, origin.programmeId ?? null],
  );
  tx.emit(create(NeedAroseSchema, { ...need, needId }));
  return needId;
}

/** Says that nobody is needed any more. */
export function letLapse(tx: Tx, needId: string, communityId: string, { reason, now }: ReasonedDeed): void {
  tx.emit(create(NeedLapsedSchema, { needId, communityId, reason, lapsedAt: toTimestamp(now) }));
}
