import { districtEventTypes } from '@huying/contracts';
import { Consumer, OnEach, type Delivery } from '@huying/events';
import { DistrictFeed } from '../district-feed.js';

/** Every event that a district may see goes into the feed. Which they are is said in the proto files alone. */
@Consumer()
export class OnEvents {
  constructor(private readonly feed: DistrictFeed) {}

  @OnEach(districtEventTypes)
  publish(delivery: Delivery): Promise<void> {
    return this.feed.publish(delivery.tx, delivery);
  }
}
