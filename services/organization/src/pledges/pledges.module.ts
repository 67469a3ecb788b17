import { Module } from '@nestjs/common';
import { KeepPledgeController } from './keep-pledge/keep-pledge.controller.js';
import { KeepPledgeHandler } from './keep-pledge/keep-pledge.handler.js';
import { MakePledgeController } from './make-pledge/make-pledge.controller.js';
import { MakePledgeHandler } from './make-pledge/make-pledge.handler.js';
import { OnPledgedPlaces } from './on-places/on-places.js';
import { OpenAppealController } from './open-appeal/open-appeal.controller.js';
import { OpenAppealHandler } from './open-appeal/open-appeal.handler.js';
import { RemindGivers } from './remind-givers/remind-givers.js';

@Module({
  controllers: [KeepPledgeController, MakePledgeController, OnPledgedPlaces, OpenAppealController],
  providers: [KeepPledgeHandler, MakePledgeHandler, OpenAppealHandler, RemindGivers],
})
export class PledgesModule {}
