import { Problem } from '@huying/http';
import { expect } from '@jest/globals';

/**
 * Given/when/then for pure decisions: `given(aNeed()).when(publish, wish).then(event)` or `.thenRefused('need-not-a-draft')`.
 * The decision gets a frozen copy of the state: one that writes into it fails.
 */
export function given<State>(state: State) {
  return {
    when: <Wish, Outcome>(decide: (state: State, wish: Wish) => Outcome, wish: Wish) => ({
      /** The decision's outcome contains this. */
      then: (expected: Partial<Record<keyof Outcome, unknown>> | object): void => {
        expect(decide(frozen(state), wish)).toMatchObject(expected);
      },
      /** The decision gave nothing: there was nothing to do. */
      thenNothing: (): void => {
        expect(decide(frozen(state), wish)).toBeUndefined();
      },
      /** The decision was refused with that very code. */
      thenRefused: (code: string): void => {
        expect(refusalOf(() => decide(frozen(state), wish))).toBe(code);
      },
    }),
  };
}

function frozen<State>(state: State): State {
  if (typeof state !== 'object' || state === null) return state;
  const copy: unknown = Object.create(Object.getPrototypeOf(state) as object | null);
  return Object.freeze(Object.assign(copy as State & object, state));
}

function refusalOf(decide: () => unknown): string {
  try {
    decide();
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
  return 'no refusal';
}
