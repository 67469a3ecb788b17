import { Body, Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses } from '@huying/http';
import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { groupProblems } from '../groups.problems.js';
import { GroupView } from '../group.view.js';
import { FormGroupHandler } from './form-group.handler.js';

/** A group as it is formed. */
export class FormGroupDto {
  @ApiProperty({ maxLength: 50, example: '西山红帮帮团' })
  @IsString()
  @MaxLength(50)
  @Matches(/^(?=.*\S)[^\p{Cc}]+$/u)
  name!: string;

  @ApiProperty({ maxLength: 500, required: false, default: '' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  @Matches(/^[^\0]*$/)
  description?: string;
}

@Controller('groups')
@ApiTags('Groups')
export class FormGroupController {
  constructor(private readonly formGroup: FormGroupHandler) {}

  @Post()
  @Requires('groups:manage')
  @ApiOperation({ summary: 'Form a volunteer group' })
  @Answers(201, GroupView)
  @Refuses(groupProblems.nameTaken)
  post(@Body() body: FormGroupDto, @By() by: Caller): Promise<GroupView> {
    return this.formGroup.handle(body, by);
  }
}
