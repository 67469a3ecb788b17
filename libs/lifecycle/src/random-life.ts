import type { Message } from '@bufbuild/protobuf';
import type { Life } from './lifecycle.js';

/** Anything that lives: what a decision looks at. */
export interface Living<State extends string> {
  state: State;
}

/** What somebody tries: it gives the event or refuses by throwing; undefined: there was nothing to do. */
export type Attempt<Row> = (row: Row) => Message | undefined;

/**
 * Tries deeds one after the other, for tests of what is true of every aggregate at every time. A refusal must change nothing;
 * what happens must be a way of the life.
 * @param isRefusal tells refusals from mistakes, which come out
 * @param sound is called after each event; throws if something is not as it must be
 * @returns the states that were reached
 */
export function tryInOrder<State extends string, Row extends Living<State>>(
  life: Life<State>,
  row: Row,
  attempts: readonly Attempt<Row>[],
  {
    isRefusal,
    fold,
    sound,
  }: {
    isRefusal: (error: unknown) => boolean;
    fold: (row: Row, event: Message) => void;
    sound: (row: Row) => void;
  },
): Set<State> {
  const reached = new Set<State>([row.state]);
  for (const attempt of attempts) {
    const before = JSON.stringify(row);
    const event = refusable(() => attempt(row), isRefusal);
    if (JSON.stringify(row) !== before) throw new Error('A decision has changed what it looked at.');
    if (!event) continue;
    const way = life.ways.find(([{ typeName }]) => typeName === event.$typeName);
    if (!way?.[1].includes(row.state)) throw new Error(`${event.$typeName} is no way out of ${row.state}.`);
    fold(row, event);
    row.state = life.after(event);
    sound(row);
    reached.add(row.state);
  }
  return reached;
}

function refusable<Result>(attempt: () => Result, isRefusal: (error: unknown) => boolean): Result | undefined {
  try {
    return attempt();
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}
