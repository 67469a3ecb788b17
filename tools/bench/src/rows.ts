/** What is promised of one figure. */
export interface Goal {
  readonly goal: number;
  /** Whether more is better. */
  readonly atLeast: boolean;
  readonly title: string;
}

/** One line of a benchmark's table. */
export interface Row<Name extends string = string> {
  readonly name: Name;
  readonly title: string;
  readonly value: number;
  readonly goal: number;
  readonly comparison: 'at least' | 'at most';
  readonly met: boolean;
  /** What the value was made of, with its units in the names. */
  readonly parts: Readonly<Record<string, number>>;
}

/** The rows of a benchmark by their goals. */
export function rowsWith<Name extends string>(goals: Readonly<Record<Name, Goal>>) {
  return {
    names: Object.keys(goals) as Name[],
    /** A row with its figure. */
    rowOf: (name: Name, value: number, parts: Readonly<Record<string, number>> = {}): Row<Name> => {
      const { title, goal, atLeast } = goals[name];
      const comparison = atLeast ? 'at least' : 'at most';
      return { name, title, value, goal, comparison, met: atLeast ? value >= goal : value <= goal, parts };
    },
  };
}

/** Names of asked rows without a figure: then the benchmark has not done its work. */
export function withoutFigure<Name extends string>(asked: ReadonlySet<Name>, rows: readonly Row<Name>[]): Name[] {
  return [...asked].filter((name) => !rows.some((row) => row.name === name && Number.isFinite(row.value)));
}
