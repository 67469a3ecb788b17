import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { Chance } from '../chance.js';
import type { Attempt } from '../history.types.js';
import type { SmallDeed } from '../small/spec.js';
import type { Clients } from './client.js';
import { aSmallNeed, theEnd } from './needs.js';
import type { Neighbours } from './neighbours.js';
import { claimAsk, giveBackAsk } from './asks.js';
import type { PoolWorld } from './world.js';

/** All requests of a few people for a need of their own. */
export interface SmallHistory {
  readonly pool: string;
  readonly need: string;
  readonly places: number;
  readonly hasLine: boolean;
  readonly requests: readonly { readonly deed: SmallDeed; readonly attempt: Attempt }[];
}

/** Claims and deeds after them. */
const MOST_DEEDS = 12;

/** Has a few people reach for a need of their own again and again, and keeps all that they were answered. */
export class SmallHistories {
  readonly histories: SmallHistory[] = [];
  private static number = 0;

  /** @param people who take part in these and in nothing else */
  constructor(
    private readonly world: PoolWorld,
    private readonly people: readonly string[],
    private readonly clients: Clients,
    private readonly neighbours: Neighbours,
    private readonly database: pg.Pool,
    private readonly chance: Chance,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.one(signal).catch(() => pause(200));
      await pause(this.chance.whole(50, 400));
    }
  }

  private async one(signal: AbortSignal): Promise<void> {
    const { world, chance } = this;
    const [places, hasLine] = [chance.whole(1, 2), chance.happens(0.6)];
    const event = aSmallNeed(world.pool, SmallHistories.number++, places, hasLine);
    const need = event.needId;
    await this.neighbours.tell(event);
    while (!(await this.isOpen(need))) {
      if (signal.aborted) return;
      await pause(20);
    }
    const requests: { deed: SmallDeed; attempt: Attempt }[] = [];
    const people = chance.shuffled(this.people);
    let deedsLeft = MOST_DEEDS - people.length;
    await Promise.all(
      people.map(async (by) => {
        const key = uuidv7();
        const note = (deed: SmallDeed) => (attempt: Attempt) => void requests.push({ deed, attempt });
        await pause(chance.whole(0, 30));
        const ask = claimAsk(world, chance, need, by, key, false);
        const { outcome } = await this.clients.perform(world.pool, ask, note({ do: 'claim', by, key }));
        if (!outcome || deedsLeft <= 0 || chance.happens(0.4)) return;
        deedsLeft -= 1;
        await pause(chance.whole(0, 20));
        const givingBack = giveBackAsk(world, need, by, outcome.id);
        await this.clients.perform(world.pool, givingBack, note({ do: 'give-back', by, key }));
      }),
    );
    this.histories.push({ pool: world.pool, need, places, hasLine, requests });
    await this.neighbours.tell(theEnd(world.pool, need, true));
  }

  private async isOpen(need: string): Promise<boolean> {
    const { rows } = await this.database.query(`SELECT 1 FROM pool_needs WHERE id = $1`, [need]);
    return rows.length > 0;
  }
}
