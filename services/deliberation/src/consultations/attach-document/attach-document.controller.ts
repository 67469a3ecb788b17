import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Id, OneOf, Refuses, Text, Uuid } from '@huying/http';
import { attachmentProblems } from '../../attachments/attachments.problems.js';
import { AttachmentView } from '../../attachments/attachment.view.js';
import { consultationProblems } from '../consultations.problems.js';
import { AttachDocumentHandler } from './attach-document.handler.js';

const documentKinds = ['photo', 'plan'] as const;

export class DocumentDto {
  @Id({ description: 'What you have uploaded with POST /v1/attachments' })
  attachmentId!: string;

  @OneOf(documentKinds)
  kind!: (typeof documentKinds)[number];

  @Text({ max: 100, example: '电梯加装平面图' })
  title!: string;
}

export class DocumentsView {
  @ApiProperty({ type: [AttachmentView] })
  items!: AttachmentView[];
}

@Controller('consultations/:consultationId/attachments')
@ApiTags('Consultations')
export class AttachDocumentController {
  constructor(private readonly attachDocument: AttachDocumentHandler) {}

  @Get()
  @Requires('consultations:read')
  @ApiOperation({ summary: 'Its photos and plans, the first one first' })
  @Answers(200, DocumentsView)
  list(@Param('consultationId', Uuid) id: string, @By() by: Caller): Promise<DocumentsView> {
    return this.attachDocument.list(id, by);
  }

  @Post()
  @Requires('consultations:run')
  @ApiOperation({ summary: 'Show a photo or a plan to everybody', description: 'At most 50; what is shown stays.' })
  @Answers(201, AttachmentView)
  @Refuses(attachmentProblems.unknown, consultationProblems.wrongState, consultationProblems.tooManyDocuments)
  attach(
    @Param('consultationId', Uuid) id: string,
    @Body() body: DocumentDto,
    @By() by: Caller,
  ): Promise<AttachmentView> {
    return this.attachDocument.attach(id, body, by);
  }
}
