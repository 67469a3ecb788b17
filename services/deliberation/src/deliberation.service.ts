import type { ServiceDefinition } from '@huying/http';
import { DeliberationModule } from './deliberation.module.js';
import { Household, HouseholdAccount } from './electorate/household.entity.js';
import { CreateHouseholds1792000000001 } from './migrations/1792000000001-create-households.js';

/** What residents decide, and the works that follow. */
export const deliberationService: ServiceDefinition = {
  name: 'deliberation',
  title: 'Huying: deliberation',
  module: DeliberationModule,
  entities: [Household, HouseholdAccount],
  migrations: [CreateHouseholds1792000000001],
  paths: ['/v1/households'],
};
