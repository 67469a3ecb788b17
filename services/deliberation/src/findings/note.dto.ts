import { Ids, Text } from '@huying/http';

/** What is said with a deed, for all residents to read. */
export class NoteDto {
  @Text({
    max: 1_000,
    description: 'For all residents to read: no names, no telephones',
    example: '楼道口台阶高低不平',
  })
  text!: string;

  @Ids({
    max: 9,
    required: false,
    description: 'Photos that show it, which you have uploaded with POST /v1/attachments',
  })
  photoIds?: string[];
}
