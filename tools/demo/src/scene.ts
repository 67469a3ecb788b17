import { Listr, PRESET_TIMER } from 'listr2';

/** One step of the story: what is happening, the work, and what came of it, in a sentence. */
export interface Scene<Result> {
  readonly title: string;
  /** May say how far it is. */
  readonly play: (say: (line: string) => void) => Promise<Result>;
  readonly outcome: (result: Result) => string;
}

/** Plays a scene with its progress on the terminal and gives its result; what it throws comes out unchanged. */
export async function scene<Result>({ title, play, outcome }: Scene<Result>): Promise<Result> {
  const results: Result[] = [];
  await new Listr(
    [
      {
        title,
        task: async (_, task) => {
          const result = await play((line) => (task.output = line));
          results.push(result);
          task.title = outcome(result);
        },
      },
    ],
    {
      // Who interrupts is answered in one place, which ends everything in good order.
      registerSignalListeners: false,
      rendererOptions: { timer: PRESET_TIMER },
      fallbackRendererOptions: { timer: PRESET_TIMER },
    },
  ).run();
  const [result] = results as [Result];
  return result;
}
