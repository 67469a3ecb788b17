import { Module } from '@nestjs/common';
import { EndProposalController } from './end-proposal/end-proposal.controller.js';
import { EndProposalHandler } from './end-proposal/end-proposal.handler.js';
import { ListProposalsController } from './list-proposals/list-proposals.controller.js';
import { ListProposalsHandler } from './list-proposals/list-proposals.handler.js';
import { MakeProposalController } from './make-proposal/make-proposal.controller.js';
import { MakeProposalHandler } from './make-proposal/make-proposal.handler.js';
import { Refusals } from './refusals.js';
import { SupportProposalController } from './support-proposal/support-proposal.controller.js';
import { SupportProposalHandler } from './support-proposal/support-proposal.handler.js';

@Module({
  controllers: [EndProposalController, ListProposalsController, MakeProposalController, SupportProposalController],
  providers: [EndProposalHandler, ListProposalsHandler, MakeProposalHandler, Refusals, SupportProposalHandler],
})
export class ProposalsModule {}
