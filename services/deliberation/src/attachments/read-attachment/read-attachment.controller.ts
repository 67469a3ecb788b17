import { Controller, Get, Header, Param, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, Uuid } from '@huying/http';
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
  @Header('content-security-policy', "default-src 'none'; sandbox")
  @Header('x-content-type-options', 'nosniff')
  @Header('cache-control', 'private, max-age=3600')
  @ApiProduces(...contentTypes)
  @ApiOperation({
    summary: 'The file itself',
    description: 'A scan of a paper is for those who enter papers; what is named nowhere yet is for who uploaded it.',
  })
  @Answers(200, String)
  @Refuses(attachmentProblems.storageUnavailable)
  async get(@Param('attachmentId', Uuid) id: string, @By() by: Caller): Promise<StreamableFile> {
    const { content, contentType, bytes } = await this.readAttachment.handle(id, by);
    return new StreamableFile(content, {
      ...{ type: contentType, length: bytes },
      disposition: `inline; filename="${id}"`,
    });
  }
}
