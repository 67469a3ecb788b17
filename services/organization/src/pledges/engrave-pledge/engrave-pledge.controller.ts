import { Body, Controller, Param, Put } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Flag, IfMatch, Refuses, Text, Uuid } from '@huying/http';
import { PledgeView } from '../pledge.view.js';
import { pledgeProblems } from '../pledges.problems.js';
import { EngravePledgeHandler } from './engrave-pledge.handler.js';

export class EngravingDto {
  @Text({ max: 100, example: '王家三代赠', description: 'What is engraved, twenty characters at most' })
  engraving!: string;

  @Flag({ description: 'Whoever is named in it has agreed' })
  namesConsent!: boolean;
}

@Controller('pledges/:pledgeId/engraving')
@ApiTags('Pledges')
export class EngravePledgeController {
  constructor(private readonly engravePledge: EngravePledgeHandler) {}

  @Put()
  @Requires('pledges:make')
  @ApiHeader({ name: 'If-Match', required: true, description: 'The ETag of the version that the change rests on' })
  @ApiOperation({ summary: 'The giver settles what is engraved, until the thing is delivered' })
  @Answers(200, PledgeView)
  @Refuses(
    pledgeProblems.wrongState,
    pledgeProblems.engravingTooLong,
    pledgeProblems.engravingForbidden,
    pledgeProblems.namesWithoutConsent,
  )
  put(
    @Param('pledgeId', Uuid) id: string,
    @Body() body: EngravingDto,
    @IfMatch() version: number,
    @By() by: Caller,
  ): Promise<PledgeView> {
    return this.engravePledge.handle(id, body, version, by);
  }
}
