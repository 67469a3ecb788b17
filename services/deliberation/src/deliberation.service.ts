import type { ServiceDefinition } from '@huying/http';
import { Appointment, ServiceDeed, Territory } from './appointments/appointment.entity.js';
import { DeliberationModule } from './deliberation.module.js';
import { Household, HouseholdAccount } from './electorate/household.entity.js';
import { Finding, FindingNote } from './findings/finding.entity.js';
import { CreateHouseholds1792000000001 } from './migrations/1792000000001-create-households.js';
import { AddWorks1792000000101 } from './migrations/1792000000101-add-works.js';
import { AddAppointments1792000000111 } from './migrations/1792000000111-add-appointments.js';
import { AddStatements1792000000121 } from './migrations/1792000000121-add-statements.js';
import { Statement, StatementVote, Talk } from './statements/statement.entity.js';
import { Supervisor, Work, WorkRating } from './works/work.entity.js';

/** What residents decide, and the works that follow. */
export const deliberationService: ServiceDefinition = {
  name: 'deliberation',
  title: 'Huying: deliberation',
  module: DeliberationModule,
  entities: [
    Appointment,
    Finding,
    FindingNote,
    Household,
    HouseholdAccount,
    ServiceDeed,
    Statement,
    StatementVote,
    Supervisor,
    Talk,
    Territory,
    Work,
    WorkRating,
  ],
  migrations: [
    CreateHouseholds1792000000001,
    AddWorks1792000000101,
    AddAppointments1792000000111,
    AddStatements1792000000121,
  ],
  paths: ['/v1/households', '/v1/works', '/v1/findings', '/v1/appointments', '/v1/statements'],
};
