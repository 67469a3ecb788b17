import { setTimeout as pause } from 'node:timers/promises';
import { ApiRefusal } from './api-refusal.js';

const LOOK_EVERY_MS = 100;
const PATIENCE_MS = 60_000;

/**
 * Does something that may come a moment too early: services hear of each other's changes by events, so what happened just
 * now may not be known everywhere yet.
 * @param tooEarly whether a refusal says so
 * @throws ApiRefusal any other one, or this one after a minute
 */
export async function patiently<Answer>(
  attempt: () => Promise<Answer>,
  tooEarly: (refusal: ApiRefusal) => boolean,
): Promise<Answer> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ApiRefusal) || !tooEarly(error) || Date.now() > deadline) throw error;
      await pause(error.comeBackMs ?? LOOK_EVERY_MS);
    }
  }
}
