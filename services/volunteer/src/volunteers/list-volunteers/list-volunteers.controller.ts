import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, IsPhone, PageOf, PageQuery, type Page } from '@huying/http';
import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { CODE } from '../profile-parts.dto.js';
import { volunteerStates, type VolunteerStanding } from '../volunteer.entity.js';
import { VolunteerView } from '../volunteer.view.js';
import { ListVolunteersHandler } from './list-volunteers.handler.js';

/** Which volunteers to list. */
export class ListVolunteersQuery extends PageQuery {
  @ApiProperty({ enum: volunteerStates, required: false })
  @IsOptional()
  @IsIn(volunteerStates)
  state?: VolunteerStanding;

  @ApiProperty({ required: false, example: 'first-aid' })
  @IsOptional()
  @Matches(CODE)
  skill?: string;

  @ApiProperty({ required: false, format: 'uuid', description: 'Members of this group' })
  @IsOptional()
  @IsUUID()
  group?: string;

  @IsPhone({ required: false, description: 'Those with this very telephone' })
  phone?: string;
}

export class VolunteerPage extends PageOf(VolunteerView) {}

@Controller('volunteers')
@ApiTags('Volunteers')
export class ListVolunteersController {
  constructor(private readonly listVolunteers: ListVolunteersHandler) {}

  @Get()
  @Requires('volunteers:list')
  @ApiOperation({ summary: 'Volunteers of the community, the newest first' })
  @Answers(200, VolunteerPage)
  get(@Query() query: ListVolunteersQuery, @By() by: Caller): Promise<Page<VolunteerView>> {
    return this.listVolunteers.handle(query, by);
  }
}
