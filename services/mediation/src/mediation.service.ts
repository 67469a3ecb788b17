import type { ServiceDefinition } from '@huying/http';
import { MediationModule } from './mediation.module.js';

/** Disputes, and what settles them: cases, mediators by hometown, sessions, agreements, early warning. */
export const mediationService: ServiceDefinition = {
  name: 'mediation',
  title: 'Huying: mediation',
  module: MediationModule,
  entities: [],
  migrations: [],
  paths: ['/v1/cases', '/v1/mediators', '/v1/go-betweens', '/v1/sessions', '/v1/agreements', '/v1/warnings'],
};
