import { ApiProperty } from '@nestjs/swagger';
import { OneOf, Text } from '@huying/http';
import { divisionName } from '../kinds/divisions.js';
import { disputeKinds, type DisputeKind } from '../kinds/kinds.js';
import { speechLevels, tieKinds, type SpeechLevel, type TieKind } from '../matching/index.js';
import {
  goBetweenStates,
  mediatorStates,
  type GoBetween,
  type GoBetweenState,
  type Mediator,
  type MediatorState,
} from './mediator.entity.js';

export class SpeechDto {
  @Text({ max: 50, pattern: /^[a-z0-9-]+$/, example: 'southwestern', description: 'A dialect’s group, or ISO 639-3' })
  code!: string;

  @OneOf(speechLevels)
  level!: SpeechLevel;
}

export class TieDto {
  @Text({ max: 200, pattern: /^[^\s\p{Cc}]+$/u, example: 'v-1', description: 'The account of the other' })
  personId!: string;

  @OneOf(tieKinds)
  kind!: TieKind;
}

/** A mediator as the parties see them, so that they can choose. */
export class MediatorView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'Also the ETag' })
  version!: number;

  @ApiProperty({ enum: mediatorStates })
  state!: MediatorState;

  @ApiProperty()
  name!: string;

  @ApiProperty({ description: 'GB/T 2260' })
  hometown!: string;

  @ApiProperty({ example: '四川省 宜宾市 筠连县' })
  hometownName!: string;

  @ApiProperty({ type: [SpeechDto] })
  dialects!: SpeechDto[];

  @ApiProperty({ type: [SpeechDto] })
  languages!: SpeechDto[];

  @ApiProperty({ enum: disputeKinds, isArray: true })
  fields!: DisputeKind[];

  @ApiProperty({ type: [String] })
  trainings!: string[];

  @ApiProperty()
  standing!: string;

  @ApiProperty()
  available!: boolean;

  @ApiProperty({ description: 'Most cases at once' })
  loadLimit!: number;

  @ApiProperty({ format: 'date' })
  termUntil!: string;
}

export class GoBetweenView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: goBetweenStates })
  state!: GoBetweenState;

  @ApiProperty()
  name!: string;

  @ApiProperty({ description: 'GB/T 2260' })
  hometown!: string;

  @ApiProperty()
  hometownName!: string;

  @ApiProperty({ type: [SpeechDto] })
  dialects!: SpeechDto[];
}

export const mediatorView = (one: Mediator): MediatorView => {
  const { id, version, state, name, hometown, dialects, languages, fields, trainings, standing } = one;
  const { available, loadLimit, termUntil } = one;
  return {
    ...{ id, version, state, name, hometown, dialects, languages, fields, trainings, standing },
    ...{ available, loadLimit, termUntil, hometownName: divisionName(hometown) },
  };
};

export const goBetweenView = ({ id, state, name, hometown, dialects }: GoBetween): GoBetweenView => ({
  ...{ id, state, name, hometown, dialects, hometownName: divisionName(hometown) },
});
