import { ApiProperty } from '@nestjs/swagger';
import { shown } from '@huying/http';
import { channels, type Call, type CallChannel } from './call.entity.js';

export class CandidateView {
  @ApiProperty({ example: 'LC-001' })
  code!: string;

  @ApiProperty({ minimum: 0, maximum: 1 })
  confidence!: number;
}

/** A call as the API shows it to staff and to the caller. */
export class CallView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  version!: number;

  @ApiProperty({ enum: channels })
  channel!: CallChannel;

  @ApiProperty()
  text!: string;

  @ApiProperty({ type: String, nullable: true })
  callerName!: string | null;

  @ApiProperty({ type: String, nullable: true })
  callerPhone!: string | null;

  @ApiProperty({ type: [CandidateView], description: 'What it may be about, best first, at most five' })
  candidates!: CandidateView[];

  @ApiProperty({ type: String, nullable: true, description: 'Null while nobody is sure: staff choose' })
  acceptedCode!: string | null;

  @ApiProperty({ type: String, nullable: true, format: 'uuid' })
  needId!: string | null;

  @ApiProperty({ format: 'date-time' })
  receivedAt!: string;
}

/** A call for somebody who may read it. */
export function callView(call: Call): CallView {
  return {
    id: call.id,
    version: call.version,
    channel: call.channel,
    text: call.text,
    callerName: call.callerName,
    callerPhone: call.callerPhone,
    candidates: call.candidates.map(({ code, confidence }) => ({ code, confidence })),
    acceptedCode: call.acceptedCode,
    needId: call.needId,
    receivedAt: shown(call.receivedAt),
  };
}
