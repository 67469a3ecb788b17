import type { JsonObject } from '@bufbuild/protobuf';
import { dataschemaOf } from '@huying/events';
import { ApiProperty } from '@nestjs/swagger';
import type { DistrictEvent } from './district-event.entity.js';

/** An event in the JSON format of CloudEvents 1.0. */
export class CloudEventView {
  @ApiProperty({ enum: ['1.0'] })
  specversion!: '1.0';

  @ApiProperty({ format: 'uuid', description: 'The same however often it is delivered, by Kafka and by HTTP' })
  id!: string;

  @ApiProperty({ example: 'huying.request.v1.NeedPublished' })
  type!: string;

  @ApiProperty({ format: 'uri-reference', example: '/services/request' })
  source!: string;

  @ApiProperty({
    description: 'Id of the aggregate; of a person the pseudonym. Events of one subject are in their order',
  })
  subject!: string;

  @ApiProperty({ format: 'date-time' })
  time!: string;

  @ApiProperty({ example: 'urn:huying:proto:huying.request.v1.NeedPublished' })
  dataschema!: string;

  @ApiProperty({ enum: ['application/json'] })
  datacontenttype!: 'application/json';

  @ApiProperty()
  communityid!: string;

  @ApiProperty({ description: 'Where it stands in the feed: digits of equal length, to be sent as `after`' })
  sequence!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'ProtoJSON of the type, without personal data',
  })
  data!: JsonObject;
}

const DIGITS = 19;

/** Digits of equal length. */
export const sequenceText = (sequence: string): string => sequence.padStart(DIGITS, '0');

export function cloudEventView(event: DistrictEvent): CloudEventView {
  const { id, type, source, subject, communityId, time, sequence, data } = event;
  return {
    ...{ specversion: '1.0', id, type, source, subject, time: time.toString() },
    ...{ dataschema: dataschemaOf(type), datacontenttype: 'application/json', communityid: communityId },
    ...{ sequence: sequenceText(sequence), data },
  };
}
