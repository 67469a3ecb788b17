import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import {
  Answers,
  Codes,
  Flag,
  IfMatch,
  IsCalendarDate,
  OneOf,
  PageOf,
  PageQuery,
  Parts,
  PersonId,
  Refuses,
  Text,
  Uuid,
  Whole,
  type Page,
} from '@huying/http';
import type { DisputeKind } from '../../kinds/kinds.js';
import { mediatorStates, type MediatorState } from '../mediator.entity.js';
import { dismissals, type Dismissal } from '../mediator.js';
import { MediatorView, SpeechDto, TieDto } from '../mediator.view.js';
import { mediatorProblems } from '../mediators.problems.js';
import { KeepMediatorsHandler } from './keep-mediators.handler.js';

export class MediatorDto {
  @Text({ max: 50, example: '李乡音', description: 'Encrypted; shown to the parties, who choose' })
  name!: string;

  @PersonId({ description: 'The account with which they act' })
  accountId!: string;

  @Text({ max: 6, pattern: /^\d{6}$/, example: '511527', description: 'GB/T 2260' })
  hometown!: string;

  @Parts(() => SpeechDto, { max: 20 })
  dialects!: SpeechDto[];

  @Parts(() => SpeechDto, { max: 20, required: false, description: 'Languages of ethnic groups, ISO 639-3' })
  languages?: SpeechDto[] | null;

  @Codes({
    max: 8,
    pattern: /^(neighbours|family|wages|property-management|tenancy|consumer|accident|other)$/,
    example: ['wages'],
  })
  fields!: DisputeKind[];

  @Codes({ max: 20, required: false })
  trainings?: string[];

  @Whole({ min: 1, max: 50, description: 'Most cases at once' })
  loadLimit!: number;

  @IsCalendarDate({ example: '2026-01-01' })
  termFrom!: string;

  @IsCalendarDate({ example: '2028-12-31', description: 'Three years at most (art. 9)' })
  termUntil!: string;

  @Text({ max: 50, example: '乡音娘舅', description: 'What they are to the committee' })
  standing!: string;

  @Parts(() => TieDto, { max: 100, required: false, description: 'Kept from the cases of whom they are tied to' })
  ties?: TieDto[];

  @Text({ max: 100, required: false, description: 'Where they live; kept as a key that can only be compared' })
  building?: string;

  @Text({ max: 100, required: false, description: 'For whom they work; kept as a key that can only be compared' })
  employer?: string;
}

export class AvailabilityDto {
  @Flag()
  available!: boolean;
}

export class DismissalDto {
  @OneOf(dismissals, { description: '`dismissed`: for what art. 15 names' })
  reason!: Dismissal;
}

export class ListMediatorsQuery extends PageQuery {
  @OneOf(mediatorStates, { required: false })
  state?: MediatorState;
}

export class MediatorPage extends PageOf(MediatorView) {}

@Controller('mediators')
@ApiTags('Mediators')
export class KeepMediatorsController {
  constructor(private readonly keepMediators: KeepMediatorsHandler) {}

  @Post()
  @Requires('mediators:manage')
  @ApiOperation({ summary: 'Appoint a mediator' })
  @Answers(201, MediatorView)
  @Refuses(mediatorProblems.twice, mediatorProblems.unknownHometown, mediatorProblems.termUpsideDown)
  appoint(@Body() body: MediatorDto, @By() by: Caller): Promise<MediatorView> {
    return this.keepMediators.appoint(body, by);
  }

  @Get()
  @Requires('mediators:read')
  @ApiOperation({ summary: 'Mediators, in the order in which they were appointed' })
  @Answers(200, MediatorPage)
  list(@Query() query: ListMediatorsQuery, @By() by: Caller): Promise<Page<MediatorView>> {
    return this.keepMediators.list(query, by);
  }

  @Put(':mediatorId')
  @Requires('mediators:manage')
  @ApiHeader({ name: 'If-Match', required: true, description: 'The ETag of the version that the change rests on' })
  @ApiOperation({ summary: 'Change what is known of a mediator' })
  @Answers(200, MediatorView)
  @Refuses(
    mediatorProblems.wrongState,
    mediatorProblems.twice,
    mediatorProblems.unknownHometown,
    mediatorProblems.termUpsideDown,
  )
  change(
    @Param('mediatorId', Uuid) id: string,
    @Body() body: MediatorDto,
    @IfMatch() version: number,
    @By() by: Caller,
  ): Promise<MediatorView> {
    return this.keepMediators.change(id, body, version, by);
  }

  @Post(':mediatorId/availability')
  @Requires('cases:mediate')
  @ApiOperation({ summary: 'A mediator says whether they take cases now' })
  @Answers(201, MediatorView)
  available(
    @Param('mediatorId', Uuid) id: string,
    @Body() body: AvailabilityDto,
    @By() by: Caller,
  ): Promise<MediatorView> {
    return this.keepMediators.available(id, body, by);
  }

  @Post(':mediatorId/suspension')
  @Requires('mediators:manage')
  @ApiOperation({ summary: 'Let a mediator take no cases for now' })
  @Answers(201, MediatorView)
  @Refuses(mediatorProblems.wrongState)
  suspend(@Param('mediatorId', Uuid) id: string, @By() by: Caller): Promise<MediatorView> {
    return this.keepMediators.suspend(id, by);
  }

  @Post(':mediatorId/reinstatement')
  @Requires('mediators:manage')
  @ApiOperation({ summary: 'Let a mediator take cases again' })
  @Answers(201, MediatorView)
  @Refuses(mediatorProblems.wrongState)
  reinstate(@Param('mediatorId', Uuid) id: string, @By() by: Caller): Promise<MediatorView> {
    return this.keepMediators.reinstate(id, by);
  }

  @Post(':mediatorId/dismissal')
  @Requires('mediators:manage')
  @ApiOperation({ summary: 'End a mediator’s office' })
  @Answers(201, MediatorView)
  @Refuses(mediatorProblems.wrongState)
  dismiss(@Param('mediatorId', Uuid) id: string, @Body() body: DismissalDto, @By() by: Caller): Promise<MediatorView> {
    return this.keepMediators.dismiss(id, body, by);
  }
}
