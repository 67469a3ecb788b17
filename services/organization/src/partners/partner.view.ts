import { ApiProperty } from '@nestjs/swagger';
import { shown } from '@huying/http';
import {
  matchStates,
  offerKinds,
  offerStates,
  offerUnits,
  partnerKinds,
  partnerStates,
  targetKinds,
  type MatchState,
  type Offer,
  type OfferKind,
  type OfferMatch,
  type OfferState,
  type OfferUnit,
  type Partner,
  type PartnerKind,
  type PartnerState,
  type TargetKind,
} from './partner.entity.js';

export class PartnerView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'Also the ETag' })
  version!: number;

  @ApiProperty({ enum: partnerStates })
  state!: PartnerState;

  @ApiProperty({ enum: partnerKinds })
  kind!: PartnerKind;

  @ApiProperty()
  name!: string;

  @ApiProperty({ type: String, nullable: true })
  accountId!: string | null;
}

export class OfferView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'Also the ETag' })
  version!: number;

  @ApiProperty({ enum: offerStates })
  state!: OfferState;

  @ApiProperty({ format: 'uuid' })
  partnerId!: string;

  @ApiProperty({ enum: offerKinds })
  kind!: OfferKind;

  @ApiProperty()
  title!: string;

  @ApiProperty()
  conditions!: string;

  @ApiProperty()
  amount!: number;

  @ApiProperty({ enum: offerUnits })
  unit!: OfferUnit;

  @ApiProperty({ description: 'Neither set aside nor given' })
  left!: number;

  @ApiProperty({ format: 'date' })
  fromOn!: string;

  @ApiProperty({ format: 'date' })
  untilOn!: string;

  @ApiProperty({ type: [String] })
  meantFor!: string[];

  @ApiProperty({ type: [String] })
  skills!: string[];
}

export class MatchView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'Also the ETag' })
  version!: number;

  @ApiProperty({ enum: matchStates })
  state!: MatchState;

  @ApiProperty({ format: 'uuid' })
  offerId!: string;

  @ApiProperty({ enum: targetKinds })
  targetKind!: TargetKind;

  @ApiProperty({ format: 'uuid' })
  targetId!: string;

  @ApiProperty({ type: String, nullable: true, format: 'uuid' })
  organizationId!: string | null;

  @ApiProperty()
  amount!: number;

  @ApiProperty({ enum: offerUnits })
  unit!: OfferUnit;

  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  usedAt!: string | null;

  @ApiProperty({ description: 'What the partner was thanked with; empty: not yet' })
  thanks!: string;
}

export class LedgerEntryView {
  @ApiProperty({ enum: ['made', 'set-aside', 'freed', 'given'] })
  entry!: string;

  @ApiProperty()
  amount!: number;

  @ApiProperty({ description: 'What was left after it' })
  left!: number;

  @ApiProperty({ type: String, nullable: true, format: 'uuid' })
  matchId!: string | null;

  @ApiProperty({ format: 'date-time' })
  at!: string;
}

/** An offer with all that became of it. */
export class OfferFileView extends OfferView {
  @ApiProperty({ type: [MatchView] })
  matches!: MatchView[];

  @ApiProperty({ type: [LedgerEntryView], description: 'In order; the last says what is left' })
  ledger!: LedgerEntryView[];
}

export const partnerView = ({ id, version, state, kind, name, accountId }: Partner): PartnerView => ({
  ...{ id, version, state },
  ...{ kind, name, accountId },
});

export const offerView = (offer: Offer): OfferView => {
  const { id, version, state, partnerId, kind, title, conditions, amount, unit, left } = offer;
  const { fromOn, untilOn, meantFor, skills } = offer;
  return {
    id,
    version,
    state,
    partnerId,
    kind,
    title,
    conditions,
    amount,
    unit,
    left,
    fromOn,
    untilOn,
    meantFor,
    skills,
  };
};

export const matchView = (match: OfferMatch): MatchView => {
  const { id, version, state, offerId, targetKind, targetId, organizationId, amount, unit, thanks } = match;
  const usedAt = shown(match.usedAt);
  return { id, version, state, offerId, targetKind, targetId, organizationId, amount, unit, usedAt, thanks };
};
