import type { ServiceDefinition } from '@huying/http';
import { Agreement, AgreementEdition, Instalment } from './agreements/agreement.entity.js';
import { Measure, MediationCase, Party, Reading } from './cases/case.entity.js';
import { ProposalRound, SideChoice } from './choice/choice.entity.js';
import { Invitation } from './invitations/invitation.entity.js';
import { MediationModule } from './mediation.module.js';
import { GoBetween, KnownVolunteer, Mediator } from './mediators/mediator.entity.js';
import { CreateCases1791000000001 } from './migrations/1791000000001-create-cases.js';
import { AddMediators1791000000011 } from './migrations/1791000000011-add-mediators.js';
import { AddSessions1791000000021 } from './migrations/1791000000021-add-sessions.js';
import { AddAgreements1791000000031 } from './migrations/1791000000031-add-agreements.js';
import { AddWarnings1791000000041 } from './migrations/1791000000041-add-warnings.js';
import { KeepTriesApart1791000000051 } from './migrations/1791000000051-keep-tries-apart.js';
import { KnowVolunteers1791000000061 } from './migrations/1791000000061-know-volunteers.js';
import { MediationSession, SessionProposal } from './sessions/session.entity.js';
import { Subject } from './warnings/subject.entity.js';
import { CommunityWatchRow, GroupWarning, GroupWatchRow, HeardCall } from './warnings/warning.entity.js';
import { BlankAfterTime1791000000071 } from './migrations/1791000000071-blank-after-time.js';
import { mediationRetention } from './mediation-retention.js';

/** Disputes, and what settles them: cases, mediators by hometown, sessions, agreements, early warning. */
export const mediationService: ServiceDefinition = {
  name: 'mediation',
  title: 'Huying: mediation',
  module: MediationModule,
  entities: [
    Agreement,
    AgreementEdition,
    CommunityWatchRow,
    GoBetween,
    GroupWarning,
    GroupWatchRow,
    HeardCall,
    Instalment,
    Invitation,
    KnownVolunteer,
    Measure,
    MediationCase,
    MediationSession,
    Mediator,
    Party,
    ProposalRound,
    Reading,
    SessionProposal,
    SideChoice,
    Subject,
  ],
  migrations: [
    CreateCases1791000000001,
    AddMediators1791000000011,
    AddSessions1791000000021,
    AddAgreements1791000000031,
    AddWarnings1791000000041,
    KeepTriesApart1791000000051,
    KnowVolunteers1791000000061,
    BlankAfterTime1791000000071,
  ],
  paths: [
    '/v1/cases',
    '/v1/mediators',
    '/v1/go-betweens',
    '/v1/sessions',
    '/v1/agreements',
    '/v1/warnings',
    '/v1/retention/mediation',
  ],
  retention: mediationRetention,
};
