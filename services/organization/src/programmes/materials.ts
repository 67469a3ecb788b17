import type { EntityManager } from 'typeorm';
import { Activity, type Material } from './programme.entity.js';

/** What the activities of a campaign have used of its materials. */
export async function materialsUsed(manager: EntityManager, campaignId: string): Promise<Material[]> {
  const held = await manager.findBy(Activity, { campaignId, state: 'held' });
  return held.flatMap((activity) => activity.materialsUsed);
}
