import { shown } from '@huying/http';
import { ApiProperty } from '@nestjs/swagger';
import { attachmentKinds, type Attachment, type AttachmentKind } from './attachment.entity.js';

export class AttachmentView {
  @ApiProperty({ format: 'uuid', description: 'GET /v1/attachments/{id}' })
  id!: string;

  @ApiProperty({ enum: attachmentKinds })
  kind!: AttachmentKind;

  @ApiProperty({ type: String, nullable: true })
  title!: string | null;

  @ApiProperty({ example: 'image/jpeg' })
  contentType!: string;

  @ApiProperty({ type: 'integer' })
  bytes!: number;

  @ApiProperty({ description: 'Of the bytes, in hexadecimal digits' })
  sha256!: string;

  @ApiProperty({ format: 'date-time' })
  uploadedAt!: string;
}

export const attachmentView = ({
  id,
  kind,
  title,
  contentType,
  bytes,
  sha256,
  uploadedAt,
}: Attachment): AttachmentView => ({
  ...{ id, kind, title, contentType, bytes, sha256 },
  uploadedAt: shown(uploadedAt),
});
