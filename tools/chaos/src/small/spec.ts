/**
 * What claiming one need means, as briefly as it can be said: places are given in order, others stand in line, a place given
 * back goes to the first of them, and a key gets one outcome. Written for the search alone: it knows nothing of the service.
 */
export interface SmallState {
  readonly places: number;
  readonly hasLine: boolean;
  /** Who holds which place, the first place first. */
  readonly holders: readonly (string | null)[];
  readonly line: readonly string[];
  /** What each key was told. */
  readonly told: Readonly<Record<string, string>>;
}

export type SmallDeed =
  | { readonly do: 'claim'; readonly by: string; readonly key: string }
  /** Gives back what was claimed with that key. */
  | { readonly do: 'give-back'; readonly by: string; readonly key: string };

export const opened = (places: number, hasLine: boolean): SmallState => ({
  places,
  hasLine,
  holders: Array<string | null>(places).fill(null),
  line: [],
  told: {},
});

/** Does a deed. The answer: `held 2`, `waiting 1`, `full`, `already in`, `given back`, `unknown claim`. */
export function act(state: SmallState, deed: SmallDeed): readonly [SmallState, string] {
  return deed.do === 'claim' ? claim(state, deed.by, deed.key) : giveBack(state, deed.by, deed.key);
}

function claim(state: SmallState, by: string, key: string): readonly [SmallState, string] {
  const before = state.told[key];
  if (before !== undefined) return [state, before];
  const tell = (changes: Partial<SmallState>, answer: string): readonly [SmallState, string] => [
    { ...state, ...changes, told: { ...state.told, [key]: answer } },
    answer,
  ];
  if (state.holders.includes(by) || state.line.includes(by)) return [state, 'already in'];
  const free = state.holders.indexOf(null);
  if (free >= 0) return tell({ holders: state.holders.with(free, by) }, `held ${free + 1}`);
  if (!state.hasLine) return [state, 'full'];
  return tell({ line: [...state.line, by] }, `waiting ${state.line.length + 1}`);
}

function giveBack(state: SmallState, by: string, key: string): readonly [SmallState, string] {
  const answer = 'given back';
  // Each claimant has one claim in a small history, so that it is known by its claimant.
  if (state.told[key] === undefined) return [state, 'unknown claim'];
  if (state.line.includes(by)) return [{ ...state, line: state.line.filter((other) => other !== by) }, answer];
  const place = state.holders.indexOf(by);
  if (place < 0) return [state, answer];
  const [next = null, ...line] = state.line;
  return [{ ...state, holders: state.holders.with(place, next), line }, answer];
}
