import { districtEventTypes } from '@huying/contracts';
import { Consumer, OnEach, type Delivery } from '@huying/events';
import { FoldEvents } from '../../indicators/fold-events.js';
import { DistrictFeed } from '../district-feed.js';

/** Every event that a district may see goes into the feed, and from there into the indicators. Which they are is said in the proto files alone. */
@Consumer()
export class OnEvents {
  constructor(
    private readonly feed: DistrictFeed,
    private readonly facts: FoldEvents,
  ) {}

  @OnEach(districtEventTypes)
  async publish(delivery: Delivery): Promise<void> {
    const published = await this.feed.publish(delivery.tx, delivery);
    if (published) await this.facts.fold(delivery.tx, published);
  }
}
