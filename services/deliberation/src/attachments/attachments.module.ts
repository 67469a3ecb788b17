import { Module } from '@nestjs/common';
import { AddAttachmentController } from './add-attachment/add-attachment.controller.js';
import { AddAttachmentHandler } from './add-attachment/add-attachment.handler.js';
import { ForgetAttachments } from './forget-attachments/forget-attachments.js';
import { ReadAttachmentController } from './read-attachment/read-attachment.controller.js';
import { ReadAttachmentHandler } from './read-attachment/read-attachment.handler.js';
import { storageProvider } from './storage.js';

@Module({
  controllers: [AddAttachmentController, ReadAttachmentController],
  providers: [AddAttachmentHandler, ForgetAttachments, ReadAttachmentHandler, storageProvider],
})
export class AttachmentsModule {}
