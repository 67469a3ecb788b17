import { create } from '@bufbuild/protobuf';
import { NeedCancelledSchema, NeedClosedSchema, NeedPublishedSchema, NeedRaisedSchema } from '@huying/contracts';
import { describe, expect, it } from '@jest/globals';
import { declaredLives, diagramOf, lifecycle, type LifeDeclaration } from './lifecycle.js';
import { tryInOrder } from './random-life.js';

type State = 'draft' | 'published' | 'called-off';
let number = 0;
const declaration = (fields: Partial<LifeDeclaration<State>> = {}): LifeDeclaration<State> => ({
  name: `try-${++number}`,
  title: 'A try',
  begins: [NeedRaisedSchema, 'draft'],
  ways: [
    [NeedPublishedSchema, ['draft'], 'published'],
    [NeedCancelledSchema, ['draft', 'published'], 'called-off'],
  ],
  refuse: (state) => new RangeError(state),
  ...fields,
});

describe('a life', () => {
  it('says what may happen when, and where it leads', () => {
    const life = lifecycle(declaration());
    expect(life.states).toEqual(['draft', 'published', 'called-off']);
    expect(life.may('draft', NeedPublishedSchema)).toBe(true);
    expect(() => life.ensure('called-off', NeedPublishedSchema)).toThrow(new RangeError('called-off'));
    expect(() => life.ensure('published', NeedPublishedSchema, () => new TypeError('twice'))).toThrow('twice');
    expect(life.after(create(NeedCancelledSchema))).toBe('called-off');
    expect(() => life.after(create(NeedClosedSchema))).toThrow(TypeError);
    expect(declaredLives()).toContain(life);
  });

  it('begins once: the event with which it begins is no way out of any state', () => {
    const life = lifecycle(declaration());
    expect(life.states.some((state) => life.may(state, NeedRaisedSchema))).toBe(false);
    expect(life.after(create(NeedRaisedSchema))).toBe('draft');
  });

  it('is drawn with its beginning and its end', () => {
    expect(diagramOf(lifecycle(declaration()) as never)).toBe(
      [
        'stateDiagram-v2',
        '  called_off: called-off',
        '  [*] --> draft: NeedRaised',
        '  draft --> published: NeedPublished',
        '  draft --> called_off: NeedCancelled',
        '  published --> called_off: NeedCancelled',
        '  called_off --> [*]',
      ].join('\n'),
    );
  });

  it.each<[string, Partial<LifeDeclaration<State>>]>([
    ['a state that nothing leads to', { ways: [[NeedCancelledSchema, ['published'], 'called-off']] }],
    ['an event stated twice', { ways: [[NeedRaisedSchema, ['draft'], 'published']] }],
  ])('is not declared with %s', (_, fields) => {
    expect(() => lifecycle(declaration(fields))).toThrow(TypeError);
  });

  it('is not declared twice', () => {
    const { name } = lifecycle(declaration());
    expect(() => lifecycle(declaration({ name }))).toThrow(TypeError);
  });
});

describe('trying in order', () => {
  const how = {
    isRefusal: (error: unknown) => error instanceof RangeError,
    fold: () => undefined,
    sound: () => undefined,
  };

  it('takes what may happen and passes over what is refused', () => {
    const life = lifecycle(declaration());
    const row = { state: 'draft' as State };
    const publish = (): ReturnType<typeof create> => (
      life.ensure(row.state, NeedPublishedSchema),
      create(NeedPublishedSchema)
    );
    expect([...tryInOrder(life, row, [publish, publish, () => undefined], how)]).toEqual(['draft', 'published']);
  });

  it('notices an event out of its way, a decision that writes, and a mistake', () => {
    const life = lifecycle(declaration());
    const tried = (attempt: (row: { state: State }) => ReturnType<typeof create> | undefined) => () =>
      tryInOrder(life, { state: 'called-off' }, [attempt], how);
    expect(tried(() => create(NeedPublishedSchema))).toThrow('no way out');
    expect(tried((row) => void (row.state = 'draft'))).toThrow('has changed');
    expect(
      tried(() => {
        throw new TypeError('a mistake');
      }),
    ).toThrow('a mistake');
  });
});
