import type { ServiceDefinition } from '@huying/http';
import { Claim } from './claim.entity.js';
import { ClaimModule } from './claim.module.js';
import { KnownNeed } from './known/known-need.entity.js';
import { CreateClaimTables1790000000003 } from './migrations/1790000000003-create-claim-tables.js';

/** Places of needs: who holds them, who waits. */
export const claimService: ServiceDefinition = {
  name: 'claim',
  title: 'Huying: places and claims',
  module: ClaimModule,
  entities: [Claim, KnownNeed],
  migrations: [CreateClaimTables1790000000003],
  paths: ['/v1/claims', '/v1/needs/*/claims', '/v1/needs/*/places'],
};
