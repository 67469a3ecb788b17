import { setTimeout } from 'node:timers/promises';

/**
 * Waits until an assertion holds, asking again and again; fails with its last error. The only way in which tests wait:
 * for a condition, never for a time.
 */
export async function eventually<Result>(
  assertion: () => Result | Promise<Result>,
  withinMs = 180_000,
): Promise<Result> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() >= deadline) throw error;
    }
    await setTimeout(20);
  }
}
