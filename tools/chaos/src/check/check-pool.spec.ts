import { describe, expect, it } from '@jest/globals';
import type { Attempt, ToldOutcome } from '../history.types.js';
import { PoolUnderCheck } from './pool-under-check.fixture.js';
import type { LedgerEntry } from './ledger.js';

type Changes = { -readonly [Name in keyof Attempt]?: Attempt[Name] };

/** Two places, four people: an and bo hold, chen and da wait, an gives back, chen moves up. */
function aStory(): PoolUnderCheck {
  const pool = new PoolUnderCheck().people('an', 'bo', 'chen', 'da').opens('tea', 2);
  const { outcome } = pool.claims('tea', 'an');
  for (const who of ['bo', 'chen', 'da']) pool.claims('tea', who);
  pool.claims('tea', 'an', 'once more');
  pool.givesBack('tea', 'an', outcome?.id ?? '');
  pool.claims('tea', 'an');
  return pool;
}

const tamper = (pool: PoolUnderCheck, kind: string, changes: Changes, which = 0): void => {
  const found = pool.answers.filter((one) => one.kind === kind)[which];
  if (!found) throw new RangeError(`Nobody asked for ${kind}.`);
  pool.answers[pool.answers.indexOf(found)] = { ...found, ...changes };
};

const entryOf = (pool: PoolUnderCheck, kind: string, volunteer: string): { data: Record<string, unknown> } => {
  const entry = pool.ledger.find(
    ({ kind: own, data }) => own === kind && (data as { volunteer?: string }).volunteer === volunteer,
  );
  if (!entry) throw new RangeError(`${volunteer} has no entry ${kind}.`);
  return entry as unknown as { data: Record<string, unknown> };
};

/** Takes an entry out of the ledger and closes the gap. */
function without(pool: PoolUnderCheck, index: number): void {
  pool.ledger.splice(index, 1);
  const left = pool.ledger.map((entry, at): LedgerEntry => ({ ...entry, sequence: at + 1 }));
  pool.ledger.splice(0, pool.ledger.length, ...left);
}

const clean = {
  lostAcks: 0,
  unexplainedAnswers: 0,
  unexplainedDecisions: 0,
  staleRefusals: 0,
  breaches: [],
  findings: [],
};

describe('the checker, on what a sound service leaves', () => {
  it('explains every decision and every answer, repeated ones and refusals too', async () => {
    const pool = aStory();
    expect(pool.answers.map(({ status, code, replayed }) => `${status}${code}${replayed ? ' again' : ''}`)).toEqual([
      ...['201', '201', '202', '202', '409already-in', '200', '201 again'],
    ]);
    expect(await pool.check()).toMatchObject({ ...clean, answers: 7, entries: pool.ledger.length });
  });

  it('finds nothing wrong with a line that passes somebody on record', async () => {
    const pool = new PoolUnderCheck().people('an', 'bo', 'chen').opens('tea', 1);
    const { outcome } = pool.claims('tea', 'an');
    pool.claims('tea', 'bo');
    pool.claims('tea', 'chen');
    pool.takesABreak('bo');
    pool.givesBack('tea', 'an', outcome?.id ?? '');
    expect(pool.ledger.at(-1)).toMatchObject({
      kind: 'promoted',
      data: { volunteer: 'chen', passed: [{ volunteer: 'bo' }] },
    });
    expect(await pool.check()).toMatchObject(clean);
  });
});

describe('the checker, on a ledger that was tampered with', () => {
  it('notices more held than places', async () => {
    const pool = aStory();
    const opened = pool.ledger.find(({ kind }) => kind === 'opened') as unknown as { data: { places: number } };
    opened.data.places = 1;
    const { breaches } = await pool.check();
    expect(breaches).toContainEqual(expect.objectContaining({ promise: 'oversold' }));
  });

  it('notices one place held by two', async () => {
    const pool = aStory();
    entryOf(pool, 'held', 'bo').data.number = 1;
    const { breaches, unexplainedDecisions } = await pool.check();
    expect(breaches).toContainEqual(expect.objectContaining({ promise: 'heldTwice' }));
    expect(unexplainedDecisions).toBeGreaterThan(0);
  });

  it('notices two claims of one person that overlap', async () => {
    const pool = new PoolUnderCheck().people('an').opens('tea', 1).opens('chess', 1, { startsIn: 48 });
    pool.claims('tea', 'an');
    pool.claims('chess', 'an');
    expect((await pool.check()).breaches).toEqual([]);
    const [tea, chess] = pool.ledger.filter(({ kind }) => kind === 'opened') as unknown as {
      data: { config: unknown };
    }[];
    chess!.data.config = tea!.data.config;
    expect((await pool.check()).breaches).toContainEqual(expect.objectContaining({ promise: 'overlaps' }));
  });

  it('notices somebody promoted past another without a word', async () => {
    const pool = aStory();
    const { data } = entryOf(pool, 'promoted', 'chen');
    Object.assign(data, { volunteer: 'da', claim: entryOf(pool, 'waiting', 'da').data.claim });
    const { breaches, unexplainedDecisions } = await pool.check();
    expect(breaches).toContainEqual(expect.objectContaining({ promise: 'lineViolations' }));
    expect(unexplainedDecisions).toBeGreaterThan(0);
  });

  it('notices a newcomer who gets a place past those who wait', async () => {
    const pool = aStory();
    const promoted = pool.ledger.findIndex(({ kind }) => kind === 'promoted');
    const { need, number } = pool.ledger[promoted]!.data as { need: string; number: number };
    const data = { need, volunteer: 'en', claim: 'c-en', key: 'k-en', number };
    pool.ledger[promoted] = { ...pool.ledger[promoted]!, kind: 'held', data, operation: 'claim' };
    expect((await pool.check()).breaches).toContainEqual(expect.objectContaining({ promise: 'lineViolations' }));
  });

  it('notices a reason for passing somebody that was none', async () => {
    const pool = aStory();
    const { data } = entryOf(pool, 'promoted', 'chen');
    const da = entryOf(pool, 'waiting', 'da').data;
    const passed = [{ volunteer: 'chen', claim: data.claim, refusal: -10 }];
    Object.assign(data, { volunteer: 'da', claim: da.claim, passed });
    const { breaches, unexplainedDecisions } = await pool.check();
    expect(breaches).toEqual([]);
    expect(unexplainedDecisions).toBe(1);
  });

  it('notices a decision that is missing', async () => {
    const pool = aStory();
    without(
      pool,
      pool.ledger.findIndex(({ kind }) => kind === 'promoted'),
    );
    const { unexplainedDecisions } = await pool.check();
    expect(unexplainedDecisions).toBeGreaterThan(0);
  });

  it('notices half a decision at the end of an epoch', async () => {
    const pool = aStory();
    without(
      pool,
      pool.ledger.findIndex(({ kind }) => kind === 'promoted'),
    );
    pool.answers.splice(5);
    pool.ledger.push({ ...pool.ledger[0]!, epoch: 2, sequence: pool.ledger.length + 1 });
    expect((await pool.check()).unexplainedDecisions).toBeGreaterThan(0);
  });
});

describe('the checker, on answers that were tampered with', () => {
  it.each<[string, Changes, number]>([
    ['another place', { outcome: { id: 'tea/an/2', state: 'held', place: 2, position: null, sequence: 3 } }, 0],
    ['another claim', { outcome: { id: 'forged', state: 'held', place: 1, position: null, sequence: 3 } }, 0],
    [
      'a place instead of a position',
      { status: 201, outcome: { id: 'tea/chen/4', state: 'held', place: 3, position: null, sequence: 5 } },
      2,
    ],
    ['a number that the ledger does not have', { mark: { epoch: 1, sequence: 900 } }, 0],
    ['the number of a state of before', { mark: { epoch: 1, sequence: 2 }, floorOfAcks: 0 }, 3],
  ])('counts an acknowledged answer with %s as lost', async (_, changes, which) => {
    const pool = aStory();
    tamper(pool, 'claim', changes, which);
    expect((await pool.check()).lostAcks).toBe(1);
  });

  it.each<[string, string, Partial<ToldOutcome>]>([
    ['giving back that tells of another claim', 'give-back', { id: 'forged' }],
    ['an offer of another place', 'offer', { state: 'offered', place: 7 }],
    ['an offer that tells of another claim', 'offer', { id: 'forged' }],
    ['an acceptance that holds another place', 'acceptance', { state: 'held', place: 7 }],
  ])('counts %s as lost', async (_, kind, changes) => {
    const pool = aStory().people('gao').opens('soup', 1);
    const { outcome } = pool.offers('soup', 'gao');
    pool.accepts('soup', 'gao', outcome?.id ?? '');
    expect((await pool.check()).findings).toEqual([]);
    const told = pool.answers.find((one) => one.kind === kind)?.outcome;
    tamper(pool, kind, { outcome: { ...told!, ...changes } }, 0);
    expect((await pool.check()).lostAcks).toBe(1);
  });

  it('counts a 201 as lost whose entry is not in the ledger', async () => {
    const pool = new PoolUnderCheck().people('an').opens('tea', 1);
    pool.claims('tea', 'an');
    pool.ledger.pop();
    expect((await pool.check()).lostAcks).toBe(1);
  });

  it('notices a refusal that the rules do not give', async () => {
    const pool = aStory();
    tamper(pool, 'claim', { code: 'need-full' }, 4);
    expect(await pool.check()).toMatchObject({ lostAcks: 0, unexplainedAnswers: 1 });
  });

  it('notices a refusal of somebody for whom a place was free', async () => {
    const pool = new PoolUnderCheck().people('an', 'bo').opens('tea', 1, { line: false });
    pool.claims('tea', 'an');
    pool.claims('tea', 'bo');
    expect((await pool.check()).unexplainedAnswers).toBe(0);
    tamper(pool, 'claim', { mark: { epoch: 1, sequence: 2 } }, 1);
    expect((await pool.check()).unexplainedAnswers).toBe(1);
  });

  it('forgives it only where a recovering pool may refuse by a lost state', async () => {
    const pool = aStory();
    tamper(pool, 'claim', { code: 'need-full' }, 4);
    expect(await pool.check(() => true)).toMatchObject({ lostAcks: 0, unexplainedAnswers: 0, staleRefusals: 1 });
    tamper(pool, 'claim', { outcome: { id: 'forged', state: 'held', place: 1, position: null, sequence: 3 } }, 0);
    expect(await pool.check(() => true)).toMatchObject({ lostAcks: 1 });
  });

  it('notices an answer from before what had been answered when it was asked', async () => {
    const pool = aStory();
    tamper(pool, 'claim', { floorOfAcks: 7 }, 1);
    expect((await pool.check()).findings).toContainEqual(expect.objectContaining({ what: 'earlier-than-answered' }));
  });

  it('notices a repeated request that is told something else', async () => {
    const pool = aStory();
    tamper(pool, 'claim', { outcome: { id: 'tea/an/2', state: 'held', place: 2, position: null, sequence: 3 } }, 5);
    expect((await pool.check()).lostAcks).toBe(1);
  });
});
