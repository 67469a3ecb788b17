import type { ServiceDefinition } from '@huying/http';
import { Child, ChildReading, Enrolment, FormerPupil, SessionPresence } from './classes/child.entity.js';
import { ClassSession, SchoolClass, Term } from './classes/class.entity.js';
import { CreateOrganizationTables1790000000001 } from './migrations/1790000000001-create-organization-tables.js';
import { AddVenues1790000000011 } from './migrations/1790000000011-add-venues.js';
import { AddPartners1790000000021 } from './migrations/1790000000021-add-partners.js';
import { AddProgrammes1790000000031 } from './migrations/1790000000031-add-programmes.js';
import { AddClasses1790000000041 } from './migrations/1790000000041-add-classes.js';
import { AddPledges1790000000051 } from './migrations/1790000000051-add-pledges.js';
import { FollowClaims1790000000052 } from './migrations/1790000000052-follow-claims.js';
import { KeepSkillsOfClasses1790000000053 } from './migrations/1790000000053-keep-skills-of-classes.js';
import { LinkBasesOfAppeals1790000000054 } from './migrations/1790000000054-link-bases-of-appeals.js';
import { KeepWorkersAndOwnBranches1790000000055 } from './migrations/1790000000055-keep-workers-and-own-branches.js';
import { CountGoodsSent1790000000056 } from './migrations/1790000000056-count-goods-sent.js';
import { AddCalendarFeeds1790000000057 } from './migrations/1790000000057-add-calendar-feeds.js';
import { ProtectChildren1790000000058 } from './migrations/1790000000058-protect-children.js';
import { KnowDecisions1790000000059 } from './migrations/1790000000059-know-decisions.js';
import { OrganizationModule } from './organization.module.js';
import { Branch, PartyAssignment } from './organizations/branch.entity.js';
import { Milestone, Office, Organization, OrganizationMember } from './organizations/organization.entity.js';
import { Offer, OfferMatch, Partner } from './partners/partner.entity.js';
import { Appeal, Pledge } from './pledges/pledge.entity.js';
import { Activity, Campaign, Programme, Shipment } from './programmes/programme.entity.js';
import { CalendarFeed } from './venues/calendar-feed.entity.js';
import { Booking, Venue } from './venues/venue.entity.js';
import { CommunityWorker } from './workers/worker.entity.js';
import { BlankAfterTime1790000000060 } from './migrations/1790000000060-blank-after-time.js';
import { organizationRetention } from './organization-retention.js';

/** Organisations and what they do: programmes, classes, venues, partners; what residents pledge. */
export const organizationService: ServiceDefinition = {
  name: 'organization',
  title: 'Huying: organisations, programmes, classes, venues, partners',
  module: OrganizationModule,
  entities: [
    Activity,
    Appeal,
    Booking,
    Branch,
    CalendarFeed,
    Campaign,
    Child,
    ChildReading,
    ClassSession,
    CommunityWorker,
    Enrolment,
    FormerPupil,
    Milestone,
    Offer,
    OfferMatch,
    Office,
    Organization,
    OrganizationMember,
    Partner,
    PartyAssignment,
    Pledge,
    Programme,
    SchoolClass,
    SessionPresence,
    Shipment,
    Term,
    Venue,
  ],
  migrations: [
    CreateOrganizationTables1790000000001,
    AddVenues1790000000011,
    AddPartners1790000000021,
    AddProgrammes1790000000031,
    AddClasses1790000000041,
    AddPledges1790000000051,
    FollowClaims1790000000052,
    KeepSkillsOfClasses1790000000053,
    LinkBasesOfAppeals1790000000054,
    KeepWorkersAndOwnBranches1790000000055,
    CountGoodsSent1790000000056,
    AddCalendarFeeds1790000000057,
    ProtectChildren1790000000058,
    KnowDecisions1790000000059,
    BlankAfterTime1790000000060,
  ],
  paths: [
    '/v1/organizations',
    '/v1/branches',
    '/v1/community-workers',
    '/v1/venues',
    '/v1/bookings',
    '/v1/calendars',
    '/v1/partners',
    '/v1/offers',
    '/v1/programmes',
    '/v1/campaigns',
    '/v1/terms',
    '/v1/classes',
    '/v1/class-sessions',
    '/v1/children',
    '/v1/enrolments',
    '/v1/former-pupils',
    '/v1/appeals',
    '/v1/pledges',
    '/v1/retention/organization',
  ],
  retention: organizationRetention,
};
