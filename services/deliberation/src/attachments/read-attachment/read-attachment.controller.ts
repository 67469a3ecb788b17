import { Controller, Get, Header, Param, Res, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, Uuid } from '@huying/http';
import type { FastifyReply } from 'fastify';
import { attachmentProblems } from '../attachments.problems.js';
import { contentTypes } from '../kinds.js';
import { ReadAttachmentHandler } from './read-attachment.handler.js';

@Controller('attachments')
@ApiTags('Attachments')
export class ReadAttachmentController {
  constructor(private readonly readAttachment: ReadAttachmentHandler) {}

  @Get(':attachmentId')
  @Requires('attachments:read')
  // A file of somebody else's must do nothing but be shown.
  @Header('content-security-policy', "default-src 'none'; frame-ancestors 'none'; sandbox")
  @ApiProduces(...contentTypes)
  @ApiOperation({
    summary: 'The file itself',
    description: 'A scan of a paper is for those who enter papers; what is named nowhere yet is for who uploaded it.',
  })
  @Answers(200, String)
  @Refuses(attachmentProblems.storageUnavailable)
  async get(
    @Param('attachmentId', Uuid) id: string,
    @By() by: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { content, contentType, bytes, kind } = await this.readAttachment.handle(id, by);
    // Photos and plans never change; of a paper with a vote nobody keeps a copy.
    if (kind !== 'scan') void reply.header('cache-control', 'private, max-age=3600');
    return new StreamableFile(content, {
      ...{ type: contentType, length: bytes },
      disposition: `inline; filename="${id}"`,
    });
  }
}
