import type { ServiceDefinition } from '@huying/http';
import { CreateOrganizationTables1790000000001 } from './migrations/1790000000001-create-organization-tables.js';
import { OrganizationModule } from './organization.module.js';
import { Branch, PartyAssignment } from './organizations/branch.entity.js';
import { Milestone, Office, Organization, OrganizationMember } from './organizations/organization.entity.js';

/** Organisations and what they do: programmes, classes, venues, partners. */
export const organizationService: ServiceDefinition = {
  name: 'organization',
  title: 'Huying: organisations, programmes, classes, venues, partners',
  module: OrganizationModule,
  entities: [Branch, Milestone, Office, Organization, OrganizationMember, PartyAssignment],
  migrations: [CreateOrganizationTables1790000000001],
  paths: ['/v1/organizations', '/v1/branches'],
};
