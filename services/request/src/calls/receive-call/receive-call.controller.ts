import { Body, Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, IsNotBlank, IsPhone, Refuses } from '@huying/http';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { channels, type CallChannel } from '../call.entity.js';
import { callProblems } from '../calls.problems.js';
import { CallView } from '../call.view.js';
import { ReceiveCallHandler } from './receive-call.handler.js';

/** A call as whoever took it writes it down. */
export class ReceiveCallDto {
  @ApiProperty({ enum: channels })
  @IsIn(channels)
  channel!: CallChannel;

  @ApiProperty({ maxLength: 10_000, description: 'What the caller said, in their words' })
  @IsString()
  @IsNotBlank()
  @MaxLength(10_000)
  text!: string;

  @ApiProperty({ maxLength: 100, required: false })
  @IsOptional()
  @IsString()
  @IsNotBlank()
  @MaxLength(100)
  callerName?: string;

  @IsPhone({ required: false })
  callerPhone?: string;

  @ApiProperty({ maxLength: 100, required: false, description: "The caller's account; residents: always their own" })
  @IsOptional()
  @IsString()
  @IsNotBlank()
  @MaxLength(100)
  callerId?: string;
}

@Controller('calls')
@ApiTags('Calls')
export class ReceiveCallController {
  constructor(private readonly receiveCall: ReceiveCallHandler) {}

  @Post()
  @Requires('calls:create')
  @ApiOperation({ summary: 'Take a call; it is classified against the catalogue at once' })
  @Answers(201, CallView)
  @Refuses(callProblems.channelNotYours)
  post(@Body() body: ReceiveCallDto, @By() by: Caller): Promise<CallView> {
    return this.receiveCall.handle(body, by);
  }
}
