import { Module } from '@nestjs/common';
import { EngravePledgeController } from './engrave-pledge/engrave-pledge.controller.js';
import { EngravePledgeHandler } from './engrave-pledge/engrave-pledge.handler.js';
import { KeepPledgeController } from './keep-pledge/keep-pledge.controller.js';
import { KeepPledgeHandler } from './keep-pledge/keep-pledge.handler.js';
import { ListPledgesController } from './list-pledges/list-pledges.controller.js';
import { ListPledgesHandler } from './list-pledges/list-pledges.handler.js';
import { OnDecisions } from './on-decisions/on-decisions.js';
import { OpenAppealController } from './open-appeal/open-appeal.controller.js';
import { OpenAppealHandler } from './open-appeal/open-appeal.handler.js';
import { RemindGivers } from './remind-givers/remind-givers.js';

@Module({
  controllers: [
    EngravePledgeController,
    KeepPledgeController,
    ListPledgesController,
    OnDecisions,
    OpenAppealController,
  ],
  providers: [EngravePledgeHandler, KeepPledgeHandler, ListPledgesHandler, OpenAppealHandler, RemindGivers],
})
export class PledgesModule {}
