import { Module } from '@nestjs/common';
import { CONFIGURATION, retentionReport, type Configuration } from '@huying/http';
import { ListSightingsController } from './alerts/list-sightings/list-sightings.controller.js';
import { ListSightingsHandler } from './alerts/list-sightings/list-sightings.handler.js';
import { ReportSightingController } from './alerts/report-sighting/report-sighting.controller.js';
import { ReportSightingHandler } from './alerts/report-sighting/report-sighting.handler.js';
import { StandDownController } from './alerts/stand-down/stand-down.controller.js';
import { StandDownHandler } from './alerts/stand-down/stand-down.handler.js';
import { ClaimMetrics } from './claim-metrics.js';
import { ShowDrawController } from './draws/show-draw/show-draw.controller.js';
import { ShowDrawHandler } from './draws/show-draw/show-draw.handler.js';
import { EnrolChildrenController } from './enrolments/enrol-children/enrol-children.controller.js';
import { EnrolChildrenHandler } from './enrolments/enrol-children/enrol-children.handler.js';
import { OnCallErased } from './erasures/on-call-erased.js';
import { OnVolunteerErased } from './erasures/on-volunteer-erased.js';
import { Watermarks } from './journal/watermarks.js';
import { OnAppeals } from './known/on-appeals.js';
import { OnChildren } from './known/on-children.js';
import { OnClasses } from './known/on-classes.js';
import { OnNeeds } from './known/on-needs.js';
import { OnVolunteers } from './known/on-volunteers.js';
import { AcceptPartyController } from './parties/accept-party/accept-party.controller.js';
import { AcceptPartyHandler } from './parties/accept-party/accept-party.handler.js';
import { OpenPartyController } from './parties/open-party/open-party.controller.js';
import { OpenPartyHandler } from './parties/open-party/open-party.handler.js';
import { ShowPartyController } from './parties/show-party/show-party.controller.js';
import { ShowPartyHandler } from './parties/show-party/show-party.handler.js';
import { AnswerOfferController } from './places/answer-offer/answer-offer.controller.js';
import { AnswerOfferHandler } from './places/answer-offer/answer-offer.handler.js';
import { ChangePlacesController } from './places/change-places/change-places.controller.js';
import { ChangePlacesHandler } from './places/change-places/change-places.handler.js';
import { ChooseApplicantController } from './places/choose-applicant/choose-applicant.controller.js';
import { ChooseApplicantHandler } from './places/choose-applicant/choose-applicant.handler.js';
import { ClaimDesk } from './places/claim-desk.js';
import { ClaimPlaceController } from './places/claim-place/claim-place.controller.js';
import { ClaimPlaceHandler } from './places/claim-place/claim-place.handler.js';
import { Decider } from './places/decider.js';
import { DeedBook } from './places/deed-book.js';
import { HandOverPlaceController } from './places/hand-over-place/hand-over-place.controller.js';
import { HandOverPlaceHandler } from './places/hand-over-place/hand-over-place.handler.js';
import { ListClaimsController } from './places/list-claims/list-claims.controller.js';
import { ListClaimsHandler } from './places/list-claims/list-claims.handler.js';
import { OfferPlaceController } from './places/offer-place/offer-place.controller.js';
import { OfferPlaceHandler } from './places/offer-place/offer-place.handler.js';
import { Offers } from './places/offers.js';
import { PoolHand } from './places/pool-hand.js';
import { ReleaseForReasonController } from './places/release-for-reason/release-for-reason.controller.js';
import { ReleaseForReasonHandler } from './places/release-for-reason/release-for-reason.handler.js';
import { ReleasePlaceController } from './places/release-place/release-place.controller.js';
import { ReleasePlaceHandler } from './places/release-place/release-place.handler.js';
import { SetPriorityController } from './places/set-priority/set-priority.controller.js';
import { SetPriorityHandler } from './places/set-priority/set-priority.handler.js';
import { ShowClaimController } from './places/show-claim/show-claim.controller.js';
import { ShowClaimHandler } from './places/show-claim/show-claim.handler.js';
import { ShowPlacesController } from './places/show-places/show-places.controller.js';
import { ShowPlacesHandler } from './places/show-places/show-places.handler.js';
import { SoldOutNeeds } from './places/sold-out-needs.js';
import { MakePledgeController } from './pledges/make-pledge/make-pledge.controller.js';
import { MakePledgeHandler } from './pledges/make-pledge/make-pledge.handler.js';
import { OnDeliveries } from './pledges/on-deliveries/on-deliveries.js';
import { ClaimRedis } from './pools/claim-redis.js';
import { PoolKeeper } from './pools/pool-keeper.js';
import { Pools } from './pools/pools.js';
import { ClaimAsTeamController } from './teams/claim-as-team/claim-as-team.controller.js';
import { ClaimAsTeamHandler } from './teams/claim-as-team/claim-as-team.handler.js';
import { NameVolunteerController } from './teams/name-volunteer/name-volunteer.controller.js';
import { NameVolunteerHandler } from './teams/name-volunteer/name-volunteer.handler.js';

@Module({
  controllers: [
    AcceptPartyController,
    AnswerOfferController,
    ChangePlacesController,
    ChooseApplicantController,
    ClaimAsTeamController,
    ClaimPlaceController,
    EnrolChildrenController,
    HandOverPlaceController,
    ListClaimsController,
    ListSightingsController,
    MakePledgeController,
    NameVolunteerController,
    OfferPlaceController,
    OnAppeals,
    OnCallErased,
    OnDeliveries,
    OnChildren,
    OnClasses,
    OnNeeds,
    OnVolunteerErased,
    OnVolunteers,
    OpenPartyController,
    ReleaseForReasonController,
    ReleasePlaceController,
    ReportSightingController,
    SetPriorityController,
    ShowClaimController,
    ShowDrawController,
    ShowPartyController,
    ShowPlacesController,
    StandDownController,
    retentionReport('claim'),
  ],
  providers: [
    AcceptPartyHandler,
    AnswerOfferHandler,
    ChangePlacesHandler,
    ChooseApplicantHandler,
    ClaimAsTeamHandler,
    ClaimDesk,
    ClaimMetrics,
    ClaimPlaceHandler,
    Decider,
    DeedBook,
    EnrolChildrenHandler,
    HandOverPlaceHandler,
    ListClaimsHandler,
    ListSightingsHandler,
    MakePledgeHandler,
    NameVolunteerHandler,
    OfferPlaceHandler,
    Offers,
    OpenPartyHandler,
    PoolHand,
    PoolKeeper,
    Pools,
    ReleaseForReasonHandler,
    ReleasePlaceHandler,
    ReportSightingHandler,
    SetPriorityHandler,
    ShowClaimHandler,
    ShowDrawHandler,
    ShowPartyHandler,
    ShowPlacesHandler,
    SoldOutNeeds,
    StandDownHandler,
    Watermarks,
    {
      provide: ClaimRedis,
      inject: [CONFIGURATION],
      useFactory: (configuration: Configuration) => new ClaimRedis(configuration.REDIS_URL),
    },
  ],
})
export class ClaimModule {}
