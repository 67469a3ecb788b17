import { shown } from '@huying/http';
import { ApiProperty } from '@nestjs/swagger';
import { isOverdue } from './finding.js';
import {
  findingStates,
  noteKinds,
  severities,
  type Finding,
  type FindingNote,
  type FindingState,
  type NoteKind,
  type Severity,
} from './finding.entity.js';

export class FindingView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'Also the ETag' })
  version!: number;

  @ApiProperty({ enum: findingStates })
  state!: FindingState;

  @ApiProperty({ format: 'uuid' })
  workId!: string;

  @ApiProperty({ type: 'integer', description: '1 is the first stage of the work' })
  stage!: number;

  @ApiProperty({ enum: severities })
  severity!: Severity;

  @ApiProperty({ type: String, nullable: true, description: 'Null: outside' })
  building!: string | null;

  @ApiProperty({ format: 'date', description: 'By the end of this day it is to be rectified' })
  dueOn!: string;

  @ApiProperty({ description: 'The day has passed, and it is not said to be rectified' })
  overdue!: boolean;

  @ApiProperty()
  raisedBy!: string;

  @ApiProperty({ type: 'integer', description: 'How often another supervisor was not content' })
  reopenedTimes!: number;

  @ApiProperty({ format: 'date-time' })
  raisedAt!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date-time',
    description: 'When it was last said to be rectified',
  })
  rectifiedAt!: string | null;
}

export class FindingNoteView {
  @ApiProperty({ enum: noteKinds })
  kind!: NoteKind;

  @ApiProperty()
  text!: string;

  @ApiProperty({ type: [String], format: 'uuid' })
  photoIds!: string[];

  @ApiProperty()
  writtenBy!: string;

  @ApiProperty({ format: 'date-time' })
  writtenAt!: string;
}

export class FindingFileView extends FindingView {
  @ApiProperty({ type: [FindingNoteView], description: 'All that was said, in its order' })
  notes!: FindingNoteView[];
}

export const findingView = (finding: Finding, today: string): FindingView => {
  const { id, version, state, workId, stage, severity, building, dueOn, raisedBy, reopenedTimes } = finding;
  return {
    ...{ id, version, state, workId, stage, severity, building, dueOn, raisedBy, reopenedTimes },
    ...{ overdue: isOverdue(finding, today), raisedAt: shown(finding.raisedAt) },
    rectifiedAt: shown(finding.rectifiedAt),
  };
};

export const noteView = ({ kind, text, photoIds, writtenBy, writtenAt }: FindingNote): FindingNoteView => {
  return { kind, text, photoIds, writtenBy, writtenAt: shown(writtenAt) };
};
