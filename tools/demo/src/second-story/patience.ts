import { ApiRefusal } from '@huying/standalone';
import { until } from '../wait.js';

/** The code of a refusal; what is not refused is a mistake in the story. */
export async function refusalOf(ask: () => Promise<unknown>): Promise<string> {
  try {
    await ask();
  } catch (error) {
    if (error instanceof ApiRefusal) return error.code;
    throw error;
  }
  throw new Error('It was not refused.');
}

/** A 503 means "unknown": the same again, with the same key, until there is an answer. */
export const answered = <Answer>(ask: () => Promise<Answer>): Promise<Answer> =>
  until('there is an answer', async () => {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof ApiRefusal && error.status === 503) return undefined;
      throw error;
    }
  });
