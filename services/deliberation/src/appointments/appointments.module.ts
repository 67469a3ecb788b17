import { Module } from '@nestjs/common';
import { AnswerProposalController } from './answer-proposal/answer-proposal.controller.js';
import { AnswerProposalHandler } from './answer-proposal/answer-proposal.handler.js';
import { DecideAppointmentController } from './decide-appointment/decide-appointment.controller.js';
import { DecideAppointmentHandler } from './decide-appointment/decide-appointment.handler.js';
import { EndTerms } from './end-terms/end-terms.js';
import { KeepTerritoriesController } from './keep-territories/keep-territories.controller.js';
import { KeepTerritoriesHandler } from './keep-territories/keep-territories.handler.js';
import { ListAppointmentsController } from './list-appointments/list-appointments.controller.js';
import { ListAppointmentsHandler } from './list-appointments/list-appointments.handler.js';
import { OnServices } from './on-services/on-services.js';
import { ProposeCandidatesController } from './propose-candidates/propose-candidates.controller.js';
import { ProposeCandidatesHandler } from './propose-candidates/propose-candidates.handler.js';
import { ProposePersonController } from './propose-person/propose-person.controller.js';
import { ProposePersonHandler } from './propose-person/propose-person.handler.js';
import { ShowCoverageController } from './show-coverage/show-coverage.controller.js';
import { ShowCoverageHandler } from './show-coverage/show-coverage.handler.js';

@Module({
  controllers: [
    AnswerProposalController,
    DecideAppointmentController,
    KeepTerritoriesController,
    ListAppointmentsController,
    OnServices,
    ProposeCandidatesController,
    ProposePersonController,
    ShowCoverageController,
  ],
  providers: [
    AnswerProposalHandler,
    DecideAppointmentHandler,
    EndTerms,
    KeepTerritoriesHandler,
    ListAppointmentsHandler,
    ProposeCandidatesHandler,
    ProposePersonHandler,
    ShowCoverageHandler,
  ],
})
export class AppointmentsModule {}
