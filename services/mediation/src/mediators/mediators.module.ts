import { Module } from '@nestjs/common';
import { MediationSettings } from '../mediation-settings.js';
import { AssignMediatorsController } from '../choice/assign-mediators/assign-mediators.controller.js';
import { AssignMediatorsHandler } from '../choice/assign-mediators/assign-mediators.handler.js';
import { ChooseMediatorsController } from '../choice/choose-mediators/choose-mediators.controller.js';
import { ChooseMediatorsHandler } from '../choice/choose-mediators/choose-mediators.handler.js';
import { ProposeMediatorsController } from '../choice/propose-mediators/propose-mediators.controller.js';
import { ProposeMediatorsHandler } from '../choice/propose-mediators/propose-mediators.handler.js';
import { AnswerInvitationController } from '../invitations/answer-invitation/answer-invitation.controller.js';
import { AnswerInvitationHandler } from '../invitations/answer-invitation/answer-invitation.handler.js';
import { InviteController } from '../invitations/invite/invite.controller.js';
import { InviteHandler } from '../invitations/invite/invite.handler.js';
import { OwnInvitationsController } from '../invitations/own-invitations/own-invitations.controller.js';
import { OwnInvitationsHandler } from '../invitations/own-invitations/own-invitations.handler.js';
import { EndTerms } from './end-terms/end-terms.js';
import { KeepGoBetweensController } from './keep-go-betweens/keep-go-betweens.controller.js';
import { KeepGoBetweensHandler } from './keep-go-betweens/keep-go-betweens.handler.js';
import { KeepMediatorsController } from './keep-mediators/keep-mediators.controller.js';
import { KeepMediatorsHandler } from './keep-mediators/keep-mediators.handler.js';
import { OnVolunteers } from './on-volunteers/on-volunteers.js';

/** Who mediates, who goes between, and how they come to a case. */
@Module({
  controllers: [
    AnswerInvitationController,
    AssignMediatorsController,
    ChooseMediatorsController,
    InviteController,
    KeepGoBetweensController,
    KeepMediatorsController,
    OnVolunteers,
    OwnInvitationsController,
    ProposeMediatorsController,
  ],
  providers: [
    AnswerInvitationHandler,
    AssignMediatorsHandler,
    ChooseMediatorsHandler,
    EndTerms,
    InviteHandler,
    KeepGoBetweensHandler,
    KeepMediatorsHandler,
    MediationSettings,
    OwnInvitationsHandler,
    ProposeMediatorsHandler,
  ],
})
export class MediatorsModule {}
