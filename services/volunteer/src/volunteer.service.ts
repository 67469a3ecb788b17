import { NDJSON, type ServiceDefinition } from '@huying/http';
import { Attendance } from './attendances/attendance.entity.js';
import { FeedEntry } from './feed/feed-entry.entity.js';
import { GroupMember } from './groups/group-member.entity.js';
import { Group } from './groups/group.entity.js';
import { CreateVolunteerTables1790000000001 } from './migrations/1790000000001-create-volunteer-tables.js';
import { AddTrainingsBlocksAndClaims1790000000012 } from './migrations/1790000000012-add-trainings-blocks-and-claims.js';
import { OrderVolunteerHistory1790000000022 } from './migrations/1790000000022-order-volunteer-history.js';
import { KeepEarlyNewsOfNeeds1790000000023 } from './migrations/1790000000023-keep-early-news-of-needs.js';
import { TellEarlyNewsByPublication1790000000024 } from './migrations/1790000000024-tell-early-news-by-publication.js';
import { TellOfNoNeed1790000000025 } from './migrations/1790000000025-tell-of-no-need.js';
import { EraseVolunteers1790000000031 } from './migrations/1790000000031-erase-volunteers.js';
import { KeepPastPublications1790000000032 } from './migrations/1790000000032-keep-past-publications.js';
import { KnownNeed } from './needs/known-need.entity.js';
import { PastPublication } from './needs/past-publication.entity.js';
import { ServiceRecord } from './service-records/service-record.entity.js';
import { volunteerFigures } from './volunteer-figures.js';
import { volunteerRetention } from './volunteer-retention.js';
import { VolunteerModule } from './volunteer.module.js';
import { Volunteer } from './volunteers/volunteer.entity.js';

/** Volunteers, their groups, the feed, attendances and service records. */
export const volunteerService: ServiceDefinition = {
  name: 'volunteer',
  title: 'Huying: volunteers, groups, the feed, attendances',
  module: VolunteerModule,
  entities: [Attendance, FeedEntry, Group, GroupMember, KnownNeed, PastPublication, ServiceRecord, Volunteer],
  migrations: [
    CreateVolunteerTables1790000000001,
    AddTrainingsBlocksAndClaims1790000000012,
    OrderVolunteerHistory1790000000022,
    KeepEarlyNewsOfNeeds1790000000023,
    TellEarlyNewsByPublication1790000000024,
    TellOfNoNeed1790000000025,
    EraseVolunteers1790000000031,
    KeepPastPublications1790000000032,
  ],
  paths: [
    '/v1/volunteers',
    '/v1/groups',
    '/v1/feed',
    '/v1/attendances',
    '/v1/attendance-codes',
    '/v1/erasures',
    '/v1/retention/volunteer',
  ],
  retention: volunteerRetention,
  figures: volunteerFigures,
  streamedBodies: [{ path: '/v1/volunteers/import', contentType: NDJSON }],
};
