import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, Text, Uuid } from '@huying/http';
import { CaseFileView, PartySketch, PartyView } from '../case.view.js';
import { mediatorProblems } from '../../mediators/mediators.problems.js';
import { caseProblems } from '../cases.problems.js';
import { PartyDto, SelfDto } from '../open-case/open-case.controller.js';
import { KeepPartiesHandler } from './keep-parties.handler.js';

/** Why a member of the committee reads what belongs to the parties. */
export class ReasonQuery {
  @Text({ max: 500, required: false, description: 'Wanted of the committee; goes on record, and the parties see it' })
  reason?: string;
}

@Controller('cases/:caseId')
@ApiTags('Cases')
export class KeepPartiesController {
  constructor(private readonly keepParties: KeepPartiesHandler) {}

  @Post('parties')
  @Requires('cases:mediate')
  @ApiOperation({ summary: 'Add a party; once consent is sought, it is asked at once' })
  @Answers(201, PartySketch)
  @Refuses(
    caseProblems.wrongState,
    caseProblems.sidesNotInOrder,
    caseProblems.unknownHometown,
    caseProblems.partyTwice,
    caseProblems.dataNotYours,
  )
  add(@Param('caseId', Uuid) id: string, @Body() body: PartyDto, @By() by: Caller): Promise<PartySketch> {
    return this.keepParties.add(id, body, by);
  }

  @Get('parties/:partyId')
  @Requires('cases:read')
  @ApiOperation({ summary: 'Who a party is: for itself and the mediators; the committee gives a reason' })
  @Answers(200, PartyView)
  @Refuses(caseProblems.dataNotYours, caseProblems.reasonWanted)
  show(
    @Param('caseId', Uuid) id: string,
    @Param('partyId', Uuid) partyId: string,
    @Query() { reason }: ReasonQuery,
    @By() by: Caller,
  ): Promise<PartyView> {
    return this.keepParties.show(id, partyId, reason, by);
  }

  @Post('membership')
  @Requires('cases:answer')
  @ApiOperation({ summary: 'Join the group of a side; to join is to consent' })
  @Answers(201, CaseFileView)
  @Refuses(
    caseProblems.wrongState,
    caseProblems.notAGroup,
    caseProblems.partyTwice,
    caseProblems.unknownHometown,
    mediatorProblems.isParty,
  )
  join(@Param('caseId', Uuid) id: string, @Body() body: SelfDto, @By() by: Caller): Promise<CaseFileView> {
    return this.keepParties.join(id, body, by);
  }

  @Delete('membership')
  @HttpCode(200)
  @Requires('cases:answer')
  @ApiOperation({ summary: 'Stay out of the group, or leave it; the others go on' })
  @Answers(200, CaseFileView)
  @Refuses(caseProblems.wrongState, caseProblems.notAGroup, caseProblems.notAsked)
  leave(@Param('caseId', Uuid) id: string, @By() by: Caller): Promise<CaseFileView> {
    return this.keepParties.leave(id, by);
  }
}
