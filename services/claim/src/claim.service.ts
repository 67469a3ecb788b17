import type { ServiceDefinition } from '@huying/http';
import { Claim } from './claim.entity.js';
import { Sighting } from './alerts/sighting.entity.js';
import { Party, PartyMember } from './parties/party.entity.js';
import { claimPlaceInARush } from './places/claim-place/claim-place.in-a-rush.js';
import { ClaimDeed } from './places/deed.entity.js';
import { claimRetention } from './claim-retention.js';
import { ClaimModule } from './claim.module.js';
import { KnownNeed } from './known/known-need.entity.js';
import { AddClassesAndAppeals1790000000004 } from './migrations/1790000000004-add-classes-and-appeals.js';
import { SealBirthdaysOfChildren1790000000005 } from './migrations/1790000000005-seal-birthdays-of-children.js';
import { EraseVolunteers1790000000006 } from './migrations/1790000000006-erase-volunteers.js';
import { FindOffers1790000000007 } from './migrations/1790000000007-find-offers.js';
import { CreateClaimTables1790000000003 } from './migrations/1790000000003-create-claim-tables.js';

/** Places of needs, classes and appeals: who holds them, who waits. */
export const claimService: ServiceDefinition = {
  name: 'claim',
  title: 'Huying: places and claims',
  module: ClaimModule,
  entities: [Claim, ClaimDeed, KnownNeed, Party, PartyMember, Sighting],
  migrations: [
    CreateClaimTables1790000000003,
    AddClassesAndAppeals1790000000004,
    SealBirthdaysOfChildren1790000000005,
    EraseVolunteers1790000000006,
    FindOffers1790000000007,
  ],
  paths: [
    '/v1/appeals/*/pledges',
    '/v1/claims',
    '/v1/classes/*/enrolments',
    '/v1/parties',
    '/v1/retention/claim',
    '/v1/needs/*/claims',
    '/v1/needs/*/draw',
    '/v1/needs/*/offers',
    '/v1/needs/*/parties',
    '/v1/needs/*/places',
    '/v1/needs/*/sightings',
    '/v1/needs/*/stand-down',
    '/v1/needs/*/team-claims',
  ],
  retention: claimRetention,
  hotRoutes: [claimPlaceInARush],
};
