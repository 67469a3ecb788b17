import { setTimeout as pause } from 'node:timers/promises';
import { InfrastructureError } from './errors.js';

const START_TIMEOUT_MS = 60_000;
const PAUSE_MS = 40;

/** Why a server that was started will not answer. */
export class NeverAnswered extends Error {}

/** Tries until the server answers; gives up when `ended` tells how it ended, or after a minute if nothing else is said. */
export async function untilItAnswers(
  answers: () => Promise<void>,
  ended: () => string | undefined,
  patienceMs = START_TIMEOUT_MS,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      return await answers();
    } catch (error) {
      if (error instanceof InfrastructureError) throw error;
      const why = ended() ?? (Date.now() > deadline ? (error as Error).message : undefined);
      if (why !== undefined) throw new NeverAnswered(why, { cause: error });
    }
    await pause(PAUSE_MS);
  }
}
