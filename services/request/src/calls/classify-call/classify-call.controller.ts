import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, Uuid, CatalogueCode } from '@huying/http';
import { callProblems } from '../calls.problems.js';
import { CallView } from '../call.view.js';
import { ClassifyCallHandler } from './classify-call.handler.js';

/** What a call is about, as a person judges it. */
export class ClassifyCallDto {
  @CatalogueCode()
  catalogueItemCode!: string;
}

@Controller('calls/:callId/classification')
@ApiTags('Calls')
export class ClassifyCallController {
  constructor(private readonly classifyCall: ClassifyCallHandler) {}

  @Post()
  @Requires('calls:classify')
  @ApiOperation({ summary: 'Choose the catalogue item of a call, where the classifier was not sure or was wrong' })
  @Answers(201, CallView)
  @Refuses(callProblems.unknownItem)
  post(@Param('callId', Uuid) callId: string, @Body() body: ClassifyCallDto, @By() by: Caller): Promise<CallView> {
    return this.classifyCall.handle(callId, body, by);
  }
}
