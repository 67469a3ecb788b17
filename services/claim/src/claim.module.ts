import { Module } from '@nestjs/common';
import { CONFIGURATION, type Configuration } from '@huying/http';
import { ClaimMetrics } from './claim-metrics.js';
import { Watermarks } from './journal/watermarks.js';
import { OnNeeds } from './known/on-needs.js';
import { OnVolunteers } from './known/on-volunteers.js';
import { ClaimPlaceController } from './places/claim-place/claim-place.controller.js';
import { ClaimPlaceHandler } from './places/claim-place/claim-place.handler.js';
import { Decider } from './places/decider.js';
import { ListClaimsController } from './places/list-claims/list-claims.controller.js';
import { ListClaimsHandler } from './places/list-claims/list-claims.handler.js';
import { ReleasePlaceController } from './places/release-place/release-place.controller.js';
import { ReleasePlaceHandler } from './places/release-place/release-place.handler.js';
import { ClaimsOfPool } from './places/claims-of-pool.js';
import { PoolHand } from './places/pool-hand.js';
import { ShowClaimController } from './places/show-claim/show-claim.controller.js';
import { ShowClaimHandler } from './places/show-claim/show-claim.handler.js';
import { ShowPlacesController } from './places/show-places/show-places.controller.js';
import { ShowPlacesHandler } from './places/show-places/show-places.handler.js';
import { ClaimRedis } from './pools/claim-redis.js';
import { PoolKeeper } from './pools/pool-keeper.js';
import { Pools } from './pools/pools.js';

@Module({
  controllers: [
    ClaimPlaceController,
    ListClaimsController,
    OnNeeds,
    OnVolunteers,
    ReleasePlaceController,
    ShowClaimController,
    ShowPlacesController,
  ],
  providers: [
    ClaimMetrics,
    ClaimPlaceHandler,
    {
      provide: ClaimRedis,
      inject: [CONFIGURATION],
      useFactory: (configuration: Configuration) => new ClaimRedis(configuration.REDIS_URL),
    },
    ClaimsOfPool,
    Decider,
    ListClaimsHandler,
    PoolKeeper,
    Pools,
    ReleasePlaceHandler,
    PoolHand,
    ShowClaimHandler,
    ShowPlacesHandler,
    Watermarks,
  ],
})
export class ClaimModule {}
