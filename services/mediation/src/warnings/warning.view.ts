import { ApiProperty } from '@nestjs/swagger';
import { shown } from '@huying/http';
import { disputeKinds, type DisputeKind } from '../kinds/kinds.js';
import { adviceCodes, type Advice } from './decide-advice.js';
import type { Sureness } from './decide-warning.js';
import { adviceTexts } from './advice-texts.js';
import { warningStates, type GroupWarning, type WarningState } from './warning.entity.js';

export class AdviceView {
  @ApiProperty({ enum: adviceCodes })
  code!: Advice;

  @ApiProperty()
  en!: string;

  @ApiProperty()
  zh!: string;
}

export class WarningView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'Also the ETag' })
  version!: number;

  @ApiProperty({ enum: warningStates })
  state!: WarningState;

  @ApiProperty({ enum: disputeKinds })
  kind!: DisputeKind;

  @ApiProperty({ type: String, nullable: true, description: 'The employer or premises that they have in common' })
  about!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The hometown that they have in common, GB/T 2260' })
  hometown!: string | null;

  @ApiProperty({ enum: ['possible', 'likely', 'nearly-certain'] })
  sureness!: Sureness;

  @ApiProperty({ description: 'Different people heard' })
  people!: number;

  @ApiProperty({ description: 'How many the usual would have brought' })
  usual!: number;

  @ApiProperty({ description: 'Days in which they came' })
  days!: number;

  @ApiProperty({ type: [String], format: 'uuid', description: 'Calls, needs and cases that point to it' })
  complaintIds!: string[];

  @ApiProperty({ type: [String], description: 'Who is concerned: accounts; where nobody knows, the complaint’s id' })
  voices!: string[];

  @ApiProperty({ type: [AdviceView], description: 'What to do, in this order' })
  advice!: AdviceView[];

  @ApiProperty({ format: 'date-time' })
  lastAt!: string;

  @ApiProperty({ type: String, nullable: true })
  decidedBy!: string | null;
}

export const warningView = (one: GroupWarning, about: string | null): WarningView => {
  const { id, version, state, kind, hometown, sureness, complaintIds, voices, advice, decidedBy, finding } = one;
  return {
    ...{ id, version, state, kind, about, hometown, sureness, complaintIds, voices, decidedBy },
    ...{ people: finding.voices, usual: finding.usual, days: finding.days },
    advice: advice.map((code) => ({ code, ...adviceTexts[code] })),
    lastAt: shown(one.lastAt),
  };
};
