import { Module } from '@nestjs/common';
import { ChangeStateController } from './change-state/change-state.controller.js';
import { ChangeStateHandler } from './change-state/change-state.handler.js';
import { ChangeVolunteerController } from './change-volunteer/change-volunteer.controller.js';
import { ChangeVolunteerHandler } from './change-volunteer/change-volunteer.handler.js';
import { ImportVolunteersController } from './import-volunteers/import-volunteers.controller.js';
import { ImportVolunteersHandler } from './import-volunteers/import-volunteers.handler.js';
import { LiftBlockController } from './lift-block/lift-block.controller.js';
import { LiftBlockHandler } from './lift-block/lift-block.handler.js';
import { ListVolunteersController } from './list-volunteers/list-volunteers.controller.js';
import { ListVolunteersHandler } from './list-volunteers/list-volunteers.handler.js';
import { RegisterVolunteerController } from './register-volunteer/register-volunteer.controller.js';
import { RegisterVolunteerHandler } from './register-volunteer/register-volunteer.handler.js';
import { ShowVolunteerController } from './show-volunteer/show-volunteer.controller.js';
import { ShowVolunteerHandler } from './show-volunteer/show-volunteer.handler.js';
import { Today } from './today.js';

@Module({
  controllers: [
    ChangeStateController,
    ChangeVolunteerController,
    ImportVolunteersController,
    LiftBlockController,
    ListVolunteersController,
    RegisterVolunteerController,
    ShowVolunteerController,
  ],
  providers: [
    ChangeStateHandler,
    ChangeVolunteerHandler,
    ImportVolunteersHandler,
    LiftBlockHandler,
    ListVolunteersHandler,
    RegisterVolunteerHandler,
    ShowVolunteerHandler,
    Today,
  ],
})
export class VolunteersModule {}
