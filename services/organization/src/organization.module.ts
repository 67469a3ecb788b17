import { Module } from '@nestjs/common';
import { retentionReport } from '@huying/http';
import { OnVolunteerErased } from './erasures/on-volunteer-erased.js';
import { ClaimsModule } from './claims/claims.module.js';
import { ClassesModule } from './classes/classes.module.js';
import { HolidaysModule } from './holidays/holidays.module.js';
import { LivesModule } from './lives/lives.module.js';
import { NeedsModule } from './needs/needs.module.js';
import { OrganizationsModule } from './organizations/organizations.module.js';
import { PartnersModule } from './partners/partners.module.js';
import { PledgesModule } from './pledges/pledges.module.js';
import { ProgrammesModule } from './programmes/programmes.module.js';
import { WorkersModule } from './workers/workers.module.js';
import { VenuesModule } from './venues/venues.module.js';

@Module({
  imports: [
    HolidaysModule,
    LivesModule,
    ClaimsModule,
    ClassesModule,
    NeedsModule,
    OrganizationsModule,
    PartnersModule,
    PledgesModule,
    ProgrammesModule,
    VenuesModule,
    WorkersModule,
  ],
  controllers: [OnVolunteerErased, retentionReport('organization')],
})
export class OrganizationModule {}
