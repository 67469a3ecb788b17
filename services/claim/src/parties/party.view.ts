import { ApiProperty } from '@nestjs/swagger';
import { shown } from '@huying/http';
import type { EntityManager } from 'typeorm';
import { Claim, claimStates, type ClaimState } from '../claim.entity.js';
import { PartyMember, type Party } from './party.entity.js';

/** One of a party. */
export class PartyMemberView {
  @ApiProperty()
  volunteerId!: string;

  @ApiProperty({ type: String, nullable: true, format: 'date-time', description: 'When they agreed to come along' })
  agreedAt!: string | null;

  @ApiProperty({ type: String, nullable: true, format: 'uuid', description: 'Their claim, once all had agreed' })
  claimId!: string | null;

  @ApiProperty({ enum: claimStates, nullable: true })
  state!: ClaimState | null;
}

/** A party as its members see it. */
export class PartyView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  needId!: string;

  @ApiProperty({ format: 'date-time' })
  openedAt!: string;

  @ApiProperty({ type: [PartyMemberView] })
  members!: PartyMemberView[];
}

/** A party with its members and what their claims have become. */
export async function partyView(manager: EntityManager, party: Party): Promise<PartyView> {
  const members = await manager.find(PartyMember, { where: { partyId: party.id }, order: { number: 'ASC' } });
  const claims = await manager.find(Claim, { where: members.map(({ claimId: id }) => ({ id })) });
  const byId = new Map(claims.map((claim) => [claim.id, claim]));
  return {
    id: party.id,
    needId: party.needId,
    openedAt: shown(party.openedAt),
    members: members.map(({ volunteerId, agreedAt, claimId }) => {
      const claim = byId.get(claimId);
      const agreed = agreedAt && shown(agreedAt);
      return { volunteerId, agreedAt: agreed, claimId: claim?.id ?? null, state: claim?.state ?? null };
    }),
  };
}
