import { Module } from '@nestjs/common';
import { MediationSettings } from '../mediation-settings.js';
import { ArrangeSessionController } from './arrange-session/arrange-session.controller.js';
import { ArrangeSessionHandler } from './arrange-session/arrange-session.handler.js';
import { OnRooms } from './on-rooms/on-rooms.js';
import { ReadSessionController } from './read-session/read-session.controller.js';
import { ReadSessionHandler } from './read-session/read-session.handler.js';
import { RecordSessionController } from './record-session/record-session.controller.js';
import { RecordSessionHandler } from './record-session/record-session.handler.js';

@Module({
  controllers: [ArrangeSessionController, OnRooms, ReadSessionController, RecordSessionController],
  providers: [ArrangeSessionHandler, MediationSettings, ReadSessionHandler, RecordSessionHandler],
})
export class SessionsModule {}
