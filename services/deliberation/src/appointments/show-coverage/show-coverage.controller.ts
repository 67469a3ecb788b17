import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers } from '@huying/http';
import { offices, type Office } from '../appointment.entity.js';
import { TerritoryView } from '../appointment.view.js';
import { ShowCoverageHandler } from './show-coverage.handler.js';

export class OfficeCoverageView {
  @ApiProperty({ enum: offices })
  office!: Office;

  @ApiProperty({ type: 'integer', description: 'Parts of the estate that are to have somebody in this office' })
  territories!: number;

  @ApiProperty({ type: 'integer', description: 'Of them, how many have somebody today' })
  held!: number;

  @ApiProperty({ type: [TerritoryView], description: 'Those that have nobody today' })
  vacant!: TerritoryView[];
}

export class CoverageView {
  @ApiProperty({ type: [OfficeCoverageView] })
  offices!: OfficeCoverageView[];
}

@Controller('appointments/coverage')
@ApiTags('Appointments')
export class ShowCoverageController {
  constructor(private readonly showCoverage: ShowCoverageHandler) {}

  @Get()
  @Requires('appointments:read')
  @ApiOperation({
    summary: 'The estate at a glance: which stairwells have a steward, which offices are vacant',
    description: 'A steward of a building covers its stairwells; a building without stairwells is to have one itself.',
  })
  @Answers(200, CoverageView)
  get(@By() by: Caller): Promise<CoverageView> {
    return this.showCoverage.handle(by);
  }
}
