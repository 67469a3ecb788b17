import { Readable } from 'node:stream';
import { Controller, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, commonProblems, IsIdempotentByNature, OneOf, Refuses } from '@huying/http';
import type { FastifyRequest } from 'fastify';
import { attachmentKinds, type AttachmentKind } from '../attachment.entity.js';
import { attachmentProblems } from '../attachments.problems.js';
import { AttachmentView } from '../attachment.view.js';
import { contentTypes } from '../kinds.js';
import { AddAttachmentHandler } from './add-attachment.handler.js';

export class AddAttachmentQuery {
  @OneOf(attachmentKinds, {
    description: 'photo: of a finding; plan: of a consultation; scan: of a paper that was filled in',
  })
  kind!: AttachmentKind;
}

@Controller('attachments')
@ApiTags('Attachments')
export class AddAttachmentController {
  constructor(private readonly addAttachment: AddAttachmentHandler) {}

  @Post()
  @Requires('attachments:add')
  // Sent again it is another one; what is named nowhere is gone after a day.
  @IsIdempotentByNature()
  @ApiConsumes(...contentTypes)
  @ApiBody({ schema: { type: 'string', format: 'binary' }, required: true })
  @ApiOperation({
    summary: 'Upload a file, to be named where it belongs within a day',
    description:
      'The body is the file itself, with its content type. Photos are JPEG, PNG or WebP of at most 10 MiB; plans (20 MiB) and ' +
      'scans (10 MiB) may also be PDF. What is in the file counts, not what it is called.',
  })
  @Answers(201, AttachmentView)
  @Refuses(
    commonProblems.unsupportedMediaType,
    attachmentProblems.empty,
    attachmentProblems.tooLarge,
    attachmentProblems.notThatKind,
    attachmentProblems.storageUnavailable,
  )
  post(
    @Query() { kind }: AddAttachmentQuery,
    @Req() { body, headers }: FastifyRequest,
    @By() by: Caller,
  ): Promise<AttachmentView> {
    if (!(body instanceof Readable)) throw commonProblems.unsupportedMediaType();
    const [stated = ''] = (headers['content-type'] ?? '').split(';');
    return this.addAttachment.handle({ kind, stated: stated.trim().toLowerCase(), body }, by);
  }
}
