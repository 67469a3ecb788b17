import type { DescMessage, Message } from '@bufbuild/protobuf';

/** What is stated of a life, once: decisions ask it, docs/lifecycles.md is drawn from it. */
export interface LifeDeclaration<State extends string> {
  /** `need`: the aggregate, as its problems and its history call it. */
  readonly name: string;
  /** What it is, for the page that shows it. */
  readonly title: string;
  /** The event with which it begins, and the state that it leads to. */
  readonly begins: readonly [event: DescMessage, state: State];
  /** From which states which event leads to which. */
  readonly ways: readonly (readonly [event: DescMessage, from: readonly State[], to: State])[];
  /** The refusal of what cannot be done in that state. */
  readonly refuse: (state: State) => Error;
}

/** The life of an aggregate. */
export interface Life<State extends string> extends LifeDeclaration<State> {
  /** Every state, in the order in which the declaration speaks of them. */
  readonly states: readonly State[];
  /** @throws what the declaration refuses with, unless the event may happen in that state */
  ensure(state: State, event: DescMessage, refuse?: (state: State) => Error): void;
  /** Whether the event may happen in that state. */
  may(state: State, event: DescMessage): boolean;
  /** The state that an event leads to. @throws TypeError for an event of something else */
  after(event: Message): State;
}

const declared = new Map<string, Life<string>>();

/**
 * Declares a life.
 * @throws TypeError at load, for a life declared twice, an event stated twice, or a state that nothing leads to
 */
export function lifecycle<State extends string>(declaration: LifeDeclaration<State>): Life<State> {
  const { name, begins, ways, refuse } = declaration;
  if (declared.has(name)) throw new TypeError(`The life of a ${name} is declared twice.`);
  const leads = new Map<string, { from: readonly State[]; to: State }>([
    [begins[0].typeName, { from: [], to: begins[1] }],
  ]);
  for (const [event, from, to] of ways) {
    if (leads.has(event.typeName)) throw new TypeError(`${event.typeName} is stated twice in the life of a ${name}.`);
    leads.set(event.typeName, { from, to });
  }
  const states = [...new Set([begins[1], ...ways.flatMap(([, from, to]) => [...from, to])])];
  ensureReachable(declaration, states);
  const may = (state: State, event: DescMessage): boolean => leads.get(event.typeName)?.from.includes(state) ?? false;
  const life: Life<State> = {
    ...declaration,
    states,
    may,
    ensure: (state, event, otherwise = refuse) => {
      if (!may(state, event)) throw otherwise(state);
    },
    after: (event) => {
      const found = leads.get(event.$typeName);
      if (!found) throw new TypeError(`${event.$typeName} does not change the state of a ${name}.`);
      return found.to;
    },
  };
  declared.set(name, life as unknown as Life<string>);
  return life;
}

function ensureReachable<State extends string>(
  { name, begins, ways }: LifeDeclaration<State>,
  states: readonly State[],
): void {
  const reached = new Set([begins[1]]);
  for (let before = -1; before !== reached.size;) {
    before = reached.size;
    for (const [, from, to] of ways) if (from.some((state) => reached.has(state))) reached.add(to);
  }
  const lost = states.filter((state) => !reached.has(state));
  if (lost.length > 0) throw new TypeError(`Nothing leads a ${name} to ${lost.join(', ')}.`);
}

/** Every life declared by the modules that are loaded, by name. */
export function declaredLives(): readonly Life<string>[] {
  return [...declared.values()].sort((a, b) => a.name.localeCompare(b.name));
}

const eventName = ({ typeName }: DescMessage): string => typeName.split('.').at(-1) ?? typeName;

/** The life as a Mermaid state diagram. */
export function diagramOf({ begins, ways, states }: Life<string>): string {
  const id = (state: string): string => state.replaceAll('-', '_');
  const ends = states.filter((state) => !ways.some(([, from, to]) => from.includes(state) && to !== state));
  return [
    'stateDiagram-v2',
    ...states.filter((state) => id(state) !== state).map((state) => `  ${id(state)}: ${state}`),
    `  [*] --> ${id(begins[1])}: ${eventName(begins[0])}`,
    ...ways.flatMap(([event, from, to]) => from.map((state) => `  ${id(state)} --> ${id(to)}: ${eventName(event)}`)),
    ...ends.map((state) => `  ${id(state)} --> [*]`),
  ].join('\n');
}
