import { districtEventTypes } from '@huying/contracts';
import type { Tx } from '@huying/database';
import { Consumer, OnEach, type Delivery } from '@huying/events';
import { FoldEvents } from '../../indicators/fold-events.js';
import { DistrictFeed, type DistrictLine } from '../district-feed.js';

/** Every event that a district may see goes into the feed, and from there into the indicators. Which they are is said in the proto files alone. */
@Consumer()
export class OnEvents {
  constructor(
    private readonly feed: DistrictFeed,
    private readonly facts: FoldEvents,
  ) {}

  @OnEach(districtEventTypes)
  publish(delivery: Delivery): void {
    const line = this.feed.lineOf(delivery);
    if (line) delivery.tx.atEnd(this.enter, line);
  }

  private readonly enter = async (tx: Tx, lines: readonly DistrictLine[]): Promise<void> => {
    for (const published of await this.feed.publish(tx, lines)) await this.facts.fold(tx, published);
  };
}
