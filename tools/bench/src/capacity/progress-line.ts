import { clearLine, cursorTo } from 'node:readline';

const LINE_EVERY_MS = 15_000;

/** What is being done, on standard error: one line that changes on a terminal, elsewhere a line now and then. */
export function progressLine() {
  const { stderr } = process;
  let saidAt = -Infinity;
  return {
    say: (text: string): void => {
      if (stderr.isTTY) {
        cursorTo(stderr, 0);
        stderr.write(text.slice(0, stderr.columns - 1));
        clearLine(stderr, 1);
      } else if (performance.now() - saidAt > LINE_EVERY_MS) {
        saidAt = performance.now();
        stderr.write(`${text}\n`);
      }
    },
    end: (): void => {
      if (stderr.isTTY) {
        cursorTo(stderr, 0);
        clearLine(stderr, 1);
      }
    },
  };
}
