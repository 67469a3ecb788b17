import type { Message } from '@bufbuild/protobuf';
import { Problem } from '@huying/http';
import { tryInOrder, type Attempt } from '@huying/lifecycle';
import { expect } from '@jest/globals';
import fc from 'fast-check';

/** Tells a refusal from a mistake. */
export const isRefusal = (error: unknown): boolean => error instanceof Problem;
/** Which states of which life a story has come to. */
export const reached = new Map<string, Set<string>>();

interface Story<State extends string, Row> {
  readonly fold?: (row: Row, event: Message) => void;
  /** What must be true after each deed. */
  readonly sound?: (row: Row) => void;
  /** States that no deed of this story leads to. */
  readonly never?: readonly State[];
}

/** Tries deeds in any order, many times, and comes to every state of the life. */
export function tries<State extends string, Row extends { state: State }>(
  life: Parameters<typeof tryInOrder<State, Row>>[0],
  deeds: fc.Arbitrary<Attempt<Row>>[],
  begin: () => Row,
  { fold = () => undefined, sound = () => undefined, never = [] }: Story<State, Row> = {},
): void {
  const states = new Set<State>();
  const lists = fc.array(fc.oneof(...deeds), { minLength: 1, maxLength: 60, size: 'max' });
  fc.assert(
    fc.property(lists, (attempts) => {
      for (const state of tryInOrder(life, begin(), attempts, { isRefusal, fold, sound })) states.add(state);
    }),
    { numRuns: 500, seed: 2010 },
  );
  expect([...states].sort()).toEqual(life.states.filter((state) => !never.includes(state)).sort());
  reached.set(life.name, new Set([...(reached.get(life.name) ?? []), ...states]));
}
