import { ApiProperty } from '@nestjs/swagger';
import { IsCalendarDate, Id, Part, Parts, Text, Whole, OneOf, shown } from '@huying/http';
import {
  agreementStates,
  forms,
  type Agreement,
  type AgreementForm,
  type AgreementState,
  type Instalment,
} from './agreement.entity.js';

export class ResponsibilityDto {
  @Id()
  partyId!: string;

  @Text({ max: 2_000, example: '拖欠工资三个月,应予支付' })
  text!: string;
}

export class InstalmentDto {
  @Id({ description: 'The party that owes it' })
  from!: string;

  @Id({ description: 'The party that gets it' })
  to!: string;

  @IsCalendarDate({ example: '2027-01-31' })
  dueOn!: string;

  @Whole({ min: 1, max: 100_000_000_000, required: false, description: 'Fen' })
  amountFen?: number;

  @Text({ max: 500, example: '支付工资第一期' })
  what!: string;
}

/** What art. 29 wants of an agreement. */
export class AgreementContentDto {
  @Text({ max: 10_000, description: 'The main facts' })
  facts!: string;

  @Text({ max: 5_000, description: 'The matters in dispute' })
  matters!: string;

  @Parts(() => ResponsibilityDto, { min: 1, max: 100, description: 'The responsibility of each party' })
  responsibility!: ResponsibilityDto[];

  @Text({ max: 10_000, description: 'What is agreed' })
  terms!: string;

  @Text({ max: 2_000, example: '银行转账', description: 'How it is performed' })
  manner!: string;

  @Parts(() => InstalmentDto, { min: 1, max: 1_000, description: 'What is done by when, for each person' })
  instalments!: InstalmentDto[];
}

export class DraftDto {
  @OneOf(forms, { description: 'Written, or oral and recorded (art. 28)' })
  form!: AgreementForm;

  @Part(() => AgreementContentDto)
  content!: AgreementContentDto;
}

export class SignatureView {
  @ApiProperty({ format: 'uuid' })
  partyId!: string;

  @ApiProperty({ description: 'On a paper that a witness saw' })
  onPaper!: boolean;

  @ApiProperty({ format: 'date-time' })
  at!: string;
}

export class ScheduledView {
  @ApiProperty()
  number!: number;

  @ApiProperty({ format: 'uuid' })
  partyId!: string;

  @ApiProperty({ format: 'uuid' })
  toPartyId!: string;

  @ApiProperty({ format: 'date' })
  dueOn!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  performedAt!: string | null;
}

/** An agreement without its contents. */
export class AgreementView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'Also the ETag' })
  version!: number;

  @ApiProperty({ format: 'uuid' })
  caseId!: string;

  @ApiProperty({ enum: agreementStates })
  state!: AgreementState;

  @ApiProperty({ enum: forms })
  form!: AgreementForm;

  @ApiProperty({ description: 'From 1 on; each revision is another' })
  edition!: number;

  @ApiProperty({ type: [SignatureView], description: 'Of this edition' })
  signatures!: SignatureView[];

  @ApiProperty({ description: 'Whether a mediator has signed' })
  signedByMediator!: boolean;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  reachedAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Until when the court can be asked' })
  confirmationUntil!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  appliedAt!: string | null;

  @ApiProperty({ type: [ScheduledView] })
  schedule!: ScheduledView[];

  @ApiProperty({ type: [String], description: 'The other routes, once it is broken or void (art. 26, 32)' })
  otherRoutes!: string[];
}

export class AgreementFileView extends AgreementView {
  @ApiProperty({ type: AgreementContentDto })
  content!: AgreementContentDto;
}

const failed: readonly AgreementState[] = ['broken', 'void'];

export const agreementView = (one: Agreement, instalments: readonly Instalment[]): AgreementView => {
  const { id, version, caseId, state, form, edition, signatures } = one;
  return {
    ...{ id, version, caseId, state, form, edition },
    signatures: signatures.map(({ partyId, witness, at }) => ({ partyId, onPaper: witness !== null, at })),
    signedByMediator: one.signedBy !== null,
    reachedAt: shown(one.reachedAt),
    confirmationUntil: shown(one.confirmationUntil),
    appliedAt: shown(one.appliedAt),
    schedule: instalments.map(({ number, partyId, toPartyId, dueOn, performedAt }) => ({
      ...{ number, partyId, toPartyId, dueOn, performedAt: shown(performedAt) },
    })),
    otherRoutes: failed.includes(state) ? ['arbitration', 'judicial'] : [],
  };
};

export const agreementFileView = (one: Agreement, instalments: readonly Instalment[]): AgreementFileView => {
  const { content } = one;
  return {
    ...agreementView(one, instalments),
    content: {
      ...content,
      responsibility: content.responsibility.map((each) => ({ ...each })),
      instalments: content.instalments.map(({ amountFen, ...each }) => ({
        ...each,
        ...(amountFen !== null && { amountFen }),
      })),
    },
  };
};
