import { Module } from '@nestjs/common';
import { retentionReport } from '@huying/http';
import { AttendancesModule } from './attendances/attendances.module.js';
import { ErasuresModule } from './erasures/erasures.module.js';
import { FeedModule } from './feed/feed.module.js';
import { GroupsModule } from './groups/groups.module.js';
import { ServiceRecordsModule } from './service-records/service-records.module.js';
import { VolunteersModule } from './volunteers/volunteers.module.js';

@Module({
  imports: [AttendancesModule, ErasuresModule, FeedModule, GroupsModule, ServiceRecordsModule, VolunteersModule],
  controllers: [retentionReport('volunteer')],
})
export class VolunteerModule {}
