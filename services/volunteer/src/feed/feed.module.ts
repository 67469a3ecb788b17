import { Module } from '@nestjs/common';
import { OnNeedPublished } from './broadcast-need/on-need-published.js';
import { FeedHub } from './feed-hub.js';
import { FollowFeedController } from './follow-feed/follow-feed.controller.js';
import { FollowFeedHandler } from './follow-feed/follow-feed.handler.js';
import { ForgetEntries } from './forget-entries/forget-entries.js';
import { OnDispatch } from './on-dispatch/on-dispatch.js';
import { OnNeeds } from './on-needs/on-needs.js';
import { OnOrganizations } from './on-organizations/on-organizations.js';
import { OnPlaces } from './on-places/on-places.js';

@Module({
  controllers: [FollowFeedController, OnDispatch, OnNeedPublished, OnNeeds, OnOrganizations, OnPlaces],
  providers: [FeedHub, FollowFeedHandler, ForgetEntries],
})
export class FeedModule {}
