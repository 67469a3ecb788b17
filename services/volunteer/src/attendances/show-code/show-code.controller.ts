import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { Answers, Clock, shown, Uuid } from '@huying/http';
import { KnownNeed } from '../../needs/known-need.entity.js';
import { codeAt } from '../attendance-code.js';

export class AttendanceCodeView {
  @ApiProperty({ example: '042137' })
  code!: string;

  @ApiProperty({ format: 'date-time', description: 'Ask again then' })
  validUntil!: string;
}

@Controller('attendance-codes/:needId')
@ApiTags('Attendances')
export class ShowCodeController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('attendances:show-code')
  @ApiOperation({ summary: 'The code to be shown on site; it changes every minute' })
  @Answers(200, AttendanceCodeView)
  async get(@Param('needId', Uuid) needId: string, @By() { communityId }: Caller): Promise<AttendanceCodeView> {
    const need = await this.db.read.findOneBy(KnownNeed, { needId, communityId });
    if (!need) throw new RowNotFoundError('known_needs');
    const { code, validUntil } = codeAt(need.codeSecret, this.clock.now());
    return { code, validUntil: shown(validUntil) };
  }
}
