import { Body, Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import {
  Answers,
  erasureReasons,
  Id,
  IsPhone,
  OneOf,
  PersonErasureView,
  Refuses,
  type ErasureReason,
} from '@huying/http';
import { callerProblems } from '../erasures.problems.js';
import { EraseCallerHandler } from './erase-caller.handler.js';

export class EraseCallerDto {
  @OneOf(erasureReasons, { description: 'The ground (PIPL art. 47)' })
  reason!: ErasureReason;

  @IsPhone({ required: false, description: 'The caller’s telephone' })
  callerPhone?: string;

  @Id({ required: false, description: 'One of their calls: all of the same telephone or account are erased' })
  callId?: string;
}

@Controller('callers/erasure')
@ApiTags('Erasure')
export class EraseCallerController {
  constructor(private readonly eraseCaller: EraseCallerHandler) {}

  @Post()
  @Requires('callers:erase')
  @ApiOperation({
    summary: 'Erase who called and what they said, with the private details of their needs, in every service',
  })
  @Answers(201, PersonErasureView, 'Again, by a call, it answers the same erasure')
  @Refuses(callerProblems.notNamed, callerProblems.unknown, callerProblems.needsOpen)
  post(@Body() wish: EraseCallerDto, @By() by: Caller): Promise<PersonErasureView> {
    return this.eraseCaller.handle(wish, by);
  }
}
