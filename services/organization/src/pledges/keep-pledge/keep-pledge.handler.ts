import type { Message } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { CommunityTime, type ReasonDto, type ReasonedDeed, step } from '@huying/http';
import { lockOwnPledge } from '../own-pledge.js';
import { Appeal, type Pledge } from '../pledge.entity.js';
import { deliver, install, pledgeLife, retire, seeTo, upkeepAfter } from '../pledge.js';
import { pledgeView, type PledgeView } from '../pledge.view.js';

type Decide = (pledge: Pledge, deed: ReasonedDeed & { upkeepMonths: number; today: string }) => Message;

@Injectable()
export class KeepPledgeHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  deliver(id: string, by: Caller): Promise<PledgeView> {
    return this.take(id, by, '', deliver);
  }

  install(id: string, by: Caller): Promise<PledgeView> {
    return this.take(id, by, '', install, (_, nextUpkeepOn) => ({ nextUpkeepOn }));
  }

  seeTo(id: string, by: Caller): Promise<PledgeView> {
    return this.take(id, by, '', seeTo, ({ upkeepsDone }, nextUpkeepOn) => ({
      nextUpkeepOn,
      upkeepsDone: upkeepsDone + 1,
    }));
  }

  retire(id: string, { reason }: ReasonDto, by: Caller): Promise<PledgeView> {
    return this.take(id, by, reason, retire, () => ({ nextUpkeepOn: null }));
  }

  private take(
    id: string,
    by: Caller,
    reason: string,
    decide: Decide,
    change: (pledge: Pledge, nextUpkeepOn: string | null) => Partial<Pledge> = () => ({}),
  ): Promise<PledgeView> {
    const deed = { by: by.personId, now: this.time.now(), reason };
    const today = this.time.today();
    return this.db.withTransaction(async (tx) => {
      const pledge = await lockOwnPledge(tx, id, by);
      const { upkeepMonths } = await tx.get(Appeal, { id: pledge.appealId });
      const event = decide(pledge, { ...deed, upkeepMonths, today });
      Object.assign(pledge, change(pledge, upkeepAfter(today, upkeepMonths) || null));
      await step(tx, pledgeLife, pledge, event, deed);
      return pledgeView(pledge);
    });
  }
}
