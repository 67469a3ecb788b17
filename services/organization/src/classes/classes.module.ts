import { Module } from '@nestjs/common';
import { ChangeClassController } from './change-class/change-class.controller.js';
import { ChangeClassHandler } from './change-class/change-class.handler.js';
import { EraseChildrenController } from './erase-children/erase-children.controller.js';
import { EraseChildrenHandler } from './erase-children/erase-children.handler.js';
import { FollowPupilsController } from './follow-pupils/follow-pupils.controller.js';
import { FollowPupilsHandler } from './follow-pupils/follow-pupils.handler.js';
import { HoldSessionController } from './hold-session/hold-session.controller.js';
import { HoldSessionHandler } from './hold-session/hold-session.handler.js';
import { KeepChildrenController } from './keep-children/keep-children.controller.js';
import { KeepChildrenHandler } from './keep-children/keep-children.handler.js';
import { ListClassesController } from './list-classes/list-classes.controller.js';
import { ListClassesHandler } from './list-classes/list-classes.handler.js';
import { ListEnrolmentsController } from './list-enrolments/list-enrolments.controller.js';
import { ListEnrolmentsHandler } from './list-enrolments/list-enrolments.handler.js';
import { NoticeUncollected } from './notice-uncollected/notice-uncollected.js';
import { OnTeachers } from './on-teachers/on-teachers.js';
import { OnVolunteers } from './on-volunteers/on-volunteers.js';
import { RunClassController } from './run-class/run-class.controller.js';
import { RunClassHandler } from './run-class/run-class.handler.js';
import { RunTermController } from './run-term/run-term.controller.js';
import { RunTermHandler } from './run-term/run-term.handler.js';

@Module({
  controllers: [
    ChangeClassController,
    EraseChildrenController,
    FollowPupilsController,
    HoldSessionController,
    KeepChildrenController,
    ListClassesController,
    ListEnrolmentsController,
    OnTeachers,
    OnVolunteers,
    RunClassController,
    RunTermController,
  ],
  providers: [
    ChangeClassHandler,
    EraseChildrenHandler,
    FollowPupilsHandler,
    HoldSessionHandler,
    KeepChildrenHandler,
    ListClassesHandler,
    ListEnrolmentsHandler,
    NoticeUncollected,
    RunClassHandler,
    RunTermHandler,
  ],
})
export class ClassesModule {}
