import { ApiProperty } from '@nestjs/swagger';
import { shown } from '@huying/http';
import { caseSources, disputeKinds, risks, type CaseSource, type DisputeKind, type Risk } from '../kinds/kinds.js';
import {
  caseStates,
  consents,
  partyKinds,
  pauseReasons,
  readables,
  readers,
  type CaseState,
  type Consent,
  type MediationCase,
  type Party,
  type PartyKind,
  type PauseReason,
  type Readable,
  type Reader,
} from './case.entity.js';

/** A case without what was said. */
export class CaseView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'Also the ETag' })
  version!: number;

  @ApiProperty({ enum: caseStates })
  state!: CaseState;

  @ApiProperty({ enum: disputeKinds })
  kind!: DisputeKind;

  @ApiProperty({ enum: caseSources })
  source!: CaseSource;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The call or need from which it came' })
  originId!: string | null;

  @ApiProperty({ description: '1: can be planned, 2: within the day, 3: at once' })
  urgency!: number;

  @ApiProperty({ enum: risks })
  risk!: Risk;

  @ApiProperty()
  group!: boolean;

  @ApiProperty({ format: 'date-time' })
  receivedAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  acceptedAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When it normally ends' })
  dueAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'The time stands still since then' })
  pausedAt!: string | null;

  @ApiProperty({ enum: pauseReasons, nullable: true })
  pauseReason!: PauseReason | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'The end proposed to the sides' })
  extendTo!: string | null;

  @ApiProperty({ type: [String], format: 'uuid' })
  mediatorIds!: string[];

  @ApiProperty({ description: 'How often a session ended in an impasse' })
  impasses!: number;
}

/** Somebody on a side, without who it is. */
export class PartySketch {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  side!: number;

  @ApiProperty({ enum: partyKinds })
  kind!: PartyKind;

  @ApiProperty({ enum: consents })
  consent!: Consent;

  @ApiProperty()
  representative!: boolean;

  @ApiProperty({ description: 'Stays out of the group, or has left it' })
  left!: boolean;

  @ApiProperty({ description: 'Whether it is the caller' })
  you!: boolean;
}

/** A party as the mediators, and the party itself, see it. */
export class PartyView extends PartySketch {
  @ApiProperty()
  name!: string;

  @ApiProperty({ type: String, nullable: true })
  phone!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'GB/T 2260' })
  hometown!: string | null;

  @ApiProperty({ type: [String] })
  dialects!: string[];
}

export class CaseFileView extends CaseView {
  @ApiProperty({ type: String, nullable: true, description: 'What is asked' })
  asked!: string | null;

  @ApiProperty({ type: [PartySketch] })
  parties!: PartySketch[];

  @ApiProperty({ type: [String], description: 'The other routes, once mediation has led nowhere (art. 26, 32)' })
  otherRoutes!: string[];
}

export class CaseReadingView {
  @ApiProperty({ enum: readables })
  what!: Readable;

  @ApiProperty()
  readBy!: string;

  @ApiProperty({ enum: readers })
  readAs!: Reader;

  @ApiProperty({ type: String, nullable: true })
  reason!: string | null;

  @ApiProperty({ format: 'date-time' })
  readAt!: string;
}

export const caseView = (one: MediationCase): CaseView => {
  const { id, version, state, kind, source, originId, urgency, risk, group, pauseReason, mediatorIds, impasses } = one;
  return {
    ...{ id, version, state, kind, source, originId, urgency, risk, group, pauseReason, mediatorIds, impasses },
    receivedAt: shown(one.receivedAt),
    acceptedAt: shown(one.acceptedAt),
    dueAt: shown(one.dueAt),
    pausedAt: shown(one.pausedAt),
    extendTo: shown(one.extendTo),
  };
};

export const partySketch = (party: Party, account: string): PartySketch => {
  const { id, side, kind, consent, representative, left, accountId } = party;
  return { id, side, kind, consent, representative, left, you: accountId === account };
};

export const partyView = (party: Party, account: string): PartyView => {
  const { name, phone, hometown, dialects } = party;
  return { ...partySketch(party, account), name, phone, hometown, dialects };
};
