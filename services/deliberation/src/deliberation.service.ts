import { NDJSON, type ServiceDefinition } from '@huying/http';
import { KnownCommonProblem } from './consultations/common-problem.entity.js';
import { Attachment } from './attachments/attachment.entity.js';
import { contentTypes } from './attachments/kinds.js';
import { Consultation, ConsultationMinutes } from './consultations/consultation.entity.js';
import { Appointment, ServiceDeed, Territory } from './appointments/appointment.entity.js';
import { DeliberationModule } from './deliberation.module.js';
import { Household, HouseholdAccount } from './electorate/household.entity.js';
import { Finding, FindingNote } from './findings/finding.entity.js';
import { CreateHouseholds1792000000001 } from './migrations/1792000000001-create-households.js';
import { KnowOwners1792000000011 } from './migrations/1792000000011-know-owners.js';
import { AddRounds1792000000021 } from './migrations/1792000000021-add-rounds.js';
import { Round } from './rounds/round.entity.js';
import { AddWorks1792000000101 } from './migrations/1792000000101-add-works.js';
import { AddAppointments1792000000111 } from './migrations/1792000000111-add-appointments.js';
import { AddStatements1792000000121 } from './migrations/1792000000121-add-statements.js';
import { AddProposals1792000000131 } from './migrations/1792000000131-add-proposals.js';
import { CountByRankingAndPoints1792000000141 } from './migrations/1792000000141-count-by-ranking-and-points.js';
import { OpenRoundsAhead1792000000151 } from './migrations/1792000000151-open-rounds-ahead.js';
import { KnowCommonProblems1792000000161 } from './migrations/1792000000161-know-common-problems.js';
import { AddMinutes1792000000171 } from './migrations/1792000000171-add-minutes.js';
import { RankByTheAffected1792000000181 } from './migrations/1792000000181-rank-by-the-affected.js';
import { AddAttachments1792000000191 } from './migrations/1792000000191-add-attachments.js';
import { Proposal, ProposalRefusal, ProposalSupport } from './proposals/proposal.entity.js';
import { Statement, StatementVote, Talk } from './statements/statement.entity.js';
import { Supervisor, Work, WorkRating } from './works/work.entity.js';
import { BlankAfterTime1792000000201 } from './migrations/1792000000201-blank-after-time.js';
import { deliberationRetention } from './deliberation-retention.js';

/** What residents decide, and the works that follow. */
export const deliberationService: ServiceDefinition = {
  name: 'deliberation',
  title: 'Huying: deliberation',
  module: DeliberationModule,
  entities: [
    Appointment,
    Attachment,
    Consultation,
    ConsultationMinutes,
    Finding,
    FindingNote,
    Household,
    HouseholdAccount,
    KnownCommonProblem,
    Proposal,
    ProposalRefusal,
    ProposalSupport,
    Round,
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
    KnowOwners1792000000011,
    AddRounds1792000000021,
    AddWorks1792000000101,
    AddAppointments1792000000111,
    AddStatements1792000000121,
    AddProposals1792000000131,
    CountByRankingAndPoints1792000000141,
    OpenRoundsAhead1792000000151,
    KnowCommonProblems1792000000161,
    AddMinutes1792000000171,
    RankByTheAffected1792000000181,
    AddAttachments1792000000191,
    BlankAfterTime1792000000201,
  ],
  paths: [
    '/v1/households',
    '/v1/consultations',
    '/v1/rounds',
    '/v1/ballots',
    '/v1/results',
    '/v1/works',
    '/v1/findings',
    '/v1/appointments',
    '/v1/statements',
    '/v1/proposals',
    '/v1/attachments',
    '/v1/retention/deliberation',
  ],
  retention: deliberationRetention,
  streamedBodies: [
    { path: '/v1/households/import', contentType: NDJSON },
    ...contentTypes.map((contentType) => ({ path: '/v1/attachments', contentType })),
  ],
};
