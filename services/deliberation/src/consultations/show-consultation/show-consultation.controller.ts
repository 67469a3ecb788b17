import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Uuid } from '@huying/http';
import { AttachmentView } from '../../attachments/attachment.view.js';
import { RoundView } from '../../rounds/round.view.js';
import { WorkView } from '../../works/work.view.js';
import { ConsultationView } from '../consultation.view.js';
import { MinutesView } from '../minutes.view.js';
import { ShowConsultationHandler } from './show-consultation.handler.js';

export class ConsultationFileView extends ConsultationView {
  @ApiProperty({
    type: [RoundView],
    description: 'In their order; what each came to is in `/v1/results` and `/priorities`',
  })
  rounds!: RoundView[];

  @ApiProperty({ type: [MinutesView], description: 'The latest twenty' })
  minutes!: MinutesView[];

  @ApiProperty({ type: [AttachmentView], description: 'Photos and plans' })
  attachments!: AttachmentView[];

  @ApiProperty({ type: [WorkView], description: 'Works that carry out what was decided in it' })
  works!: WorkView[];
}

@Controller('consultations')
@ApiTags('Consultations')
export class ShowConsultationController {
  constructor(private readonly showConsultation: ShowConsultationHandler) {}

  @Get(':consultationId')
  @Requires('consultations:read')
  @ApiOperation({ summary: 'All that a page about it shows: the matter, rounds, minutes, photos and plans, works' })
  @Answers(200, ConsultationFileView)
  get(@Param('consultationId', Uuid) id: string, @By() by: Caller): Promise<ConsultationFileView> {
    return this.showConsultation.handle(id, by);
  }
}
