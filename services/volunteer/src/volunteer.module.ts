import { Module } from '@nestjs/common';
import { AttendancesModule } from './attendances/attendances.module.js';
import { FeedModule } from './feed/feed.module.js';
import { GroupsModule } from './groups/groups.module.js';
import { ServiceRecordsModule } from './service-records/service-records.module.js';
import { VolunteersModule } from './volunteers/volunteers.module.js';

@Module({ imports: [AttendancesModule, FeedModule, GroupsModule, ServiceRecordsModule, VolunteersModule] })
export class VolunteerModule {}
