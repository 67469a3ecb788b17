import type { ServiceDefinition } from '@huying/http';
import { Consultation } from './consultations/consultation.entity.js';
import { DeliberationModule } from './deliberation.module.js';
import { Household, HouseholdAccount } from './electorate/household.entity.js';
import { CreateHouseholds1792000000001 } from './migrations/1792000000001-create-households.js';
import { KnowOwners1792000000011 } from './migrations/1792000000011-know-owners.js';
import { AddRounds1792000000021 } from './migrations/1792000000021-add-rounds.js';
import { Round } from './rounds/round.entity.js';

/** What residents decide, and the works that follow. */
export const deliberationService: ServiceDefinition = {
  name: 'deliberation',
  title: 'Huying: deliberation',
  module: DeliberationModule,
  entities: [Consultation, Household, HouseholdAccount, Round],
  migrations: [CreateHouseholds1792000000001, KnowOwners1792000000011, AddRounds1792000000021],
  paths: ['/v1/households', '/v1/consultations', '/v1/rounds', '/v1/ballots', '/v1/results'],
};
