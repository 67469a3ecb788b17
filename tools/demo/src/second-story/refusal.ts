import { ApiRefusal } from '@huying/standalone';

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
