const LATEST_SECONDS = 30;

/**
 * In how many seconds somebody should come back who was sent away because decisions wait for their commit: thousands who all came
 * back after one would be sent away again and take the processor from those commits. So they spread over as long as the oldest decision has
 * waited, half a minute at most.
 * @param waitMs how long the oldest decision has waited, in ms
 * @param chance from 0, below 1
 * @returns whole seconds, 1 to 30
 */
export function comeBackAfter(waitMs: number, chance: number): number {
  const within = Math.min(LATEST_SECONDS, Math.max(1, Math.ceil(waitMs / 1_000)));
  return 1 + Math.floor(chance * within);
}
