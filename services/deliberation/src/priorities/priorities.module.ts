import { Module } from '@nestjs/common';
import { ShowPrioritiesController } from './show-priorities/show-priorities.controller.js';
import { ShowPrioritiesHandler } from './show-priorities/show-priorities.handler.js';
import { WantVolunteersController } from './want-volunteers/want-volunteers.controller.js';
import { WantVolunteersHandler } from './want-volunteers/want-volunteers.handler.js';

@Module({
  controllers: [ShowPrioritiesController, WantVolunteersController],
  providers: [ShowPrioritiesHandler, WantVolunteersHandler],
})
export class PrioritiesModule {}
