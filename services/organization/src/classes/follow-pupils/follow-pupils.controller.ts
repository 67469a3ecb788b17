import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Flag, Id, PersonId, Refuses, Uuid } from '@huying/http';
import { formerPupilStates, type FormerPupilState } from '../child.entity.js';
import { formerPupilProblems } from '../classes.problems.js';
import { FollowPupilsHandler } from './follow-pupils.handler.js';

export class FollowDto {
  @Id({ description: 'The child, who has graduated' })
  childId!: string;

  @Id({ description: 'The term of the graduation' })
  termId!: string;

  @PersonId({ description: 'The account under which the pupil may return' })
  accountId!: string;

  @Flag({ description: 'The consent to be asked again' })
  consent!: boolean;
}

export class FormerPupilView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: formerPupilStates })
  state!: FormerPupilState;

  @ApiProperty({ format: 'uuid' })
  termId!: string;

  @ApiProperty({ format: 'date', description: 'When the pupil is invited: from the age on, by the quarter' })
  inviteOn!: string;
}

export class ReturnView {
  @ApiProperty({ description: 'Children who graduated in the term' })
  graduated!: number;

  @ApiProperty({ description: 'Of them, who agreed to be asked again' })
  followed!: number;

  @ApiProperty()
  invited!: number;

  @ApiProperty({ description: 'Of them, who are volunteers now' })
  returned!: number;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'The share of the invited who returned, 0 to 1; null: nobody was invited',
  })
  share!: number | null;
}

@Controller()
@ApiTags('Classes')
export class FollowPupilsController {
  constructor(private readonly followPupils: FollowPupilsHandler) {}

  @Post('former-pupils')
  @Requires('former-pupils:follow')
  @ApiOperation({
    summary: 'A guardian agrees that a graduate is asked, from the age at which one may, to return as a volunteer',
  })
  @Answers(201, FormerPupilView)
  @Refuses(formerPupilProblems.withoutConsent, formerPupilProblems.notGraduated, formerPupilProblems.already)
  follow(@Body() body: FollowDto, @By() by: Caller): Promise<FormerPupilView> {
    return this.followPupils.follow(body, by);
  }

  @Get('former-pupils/:formerPupilId')
  @Requires('former-pupils:follow')
  @ApiOperation({ summary: 'One former pupil, for the guardian, the pupil and staff' })
  @Answers(200, FormerPupilView)
  show(@Param('formerPupilId', Uuid) id: string, @By() by: Caller): Promise<FormerPupilView> {
    return this.followPupils.show(id, by);
  }

  @Delete('former-pupils/:formerPupilId')
  @Requires('former-pupils:follow')
  @ApiOperation({ summary: 'The consent is taken back; the account is forgotten' })
  @Answers(204)
  @Refuses(formerPupilProblems.wrongState)
  forget(@Param('formerPupilId', Uuid) id: string, @By() by: Caller): Promise<void> {
    return this.followPupils.forget(id, by);
  }

  @Get('terms/:termId/former-pupils')
  @Requires('former-pupils:read')
  @ApiOperation({ summary: 'How many former pupils of a term return as volunteers' })
  @Answers(200, ReturnView)
  returns(@Param('termId', Uuid) id: string, @By() by: Caller): Promise<ReturnView> {
    return this.followPupils.returns(id, by);
  }
}
