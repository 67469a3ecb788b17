import { Problem, type ProblemMaker } from '@huying/http';

/** Does something, and says a refusal in the words of whoever asked: a guardian is not told of needs and volunteers. */
export async function inWords<Result>(
  words: Readonly<Record<string, ProblemMaker>>,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const say = error instanceof Problem ? words[error.code] : undefined;
    if (!say || !(error instanceof Problem)) throw error;
    const said = say({}, { cause: error });
    Object.assign(said.headers, error.headers);
    throw said;
  }
}
