import { decide, emptyPool, type Command, type Limits, type PackedConfig, type Pool } from '@huying/claim';
import type { Attempt, Wish } from '../history.types.js';
import { plainConfig } from '../plain-config.js';
import type { LedgerEntry } from './ledger.js';
import { PoolCheck, type PoolVerdict } from './check-pool.js';

const limits: Limits = { openClaims: 10, weekMinutes: 6_000 };
const NOON = Date.UTC(2026, 5, 1, 4);
const HOUR = 3_600_000;

/** How somebody is described to scripts (volunteer-record.ts): active, with consent, born 1990. */
const record = (version: number, flags = 'ac'): string => [version, flags, 19_900_517, '', '', '', '', ''].join('\x1f');

function config({ startsIn = 24, line = true }): PackedConfig {
  const starts = NOON + startsIn * HOUR;
  return plainConfig({ opens: NOON - HOUR, starts, ends: starts + 2 * HOUR, release: starts - HOUR }, { line });
}

/**
 * A pool that is asked by the rules alone, as if a service had: it writes the ledger and the history of answers that such a
 * service would leave. Tests then tamper with them.
 */
export class PoolUnderCheck {
  readonly ledger: LedgerEntry[] = [];
  readonly answers: Attempt[] = [];
  private readonly pool: Pool = emptyPool();
  private now = 0;

  people(...ids: string[]): this {
    this.put({ do: 'volunteers', records: ids.map((id) => [id, record(1)]) });
    return this;
  }

  /** Somebody may no longer serve. */
  takesABreak(id: string): this {
    this.put({ do: 'volunteers', records: [[id, record(2, 'c')]] });
    return this;
  }

  opens(need: string, places: number, terms: { startsIn?: number; line?: boolean } = {}): this {
    this.put({ do: 'set', need, publication: 1, revision: 0, places, config: config(terms), commitment: '' });
    return this;
  }

  claims(need: string, volunteer: string, key = `${volunteer} wants ${need}`): Attempt {
    const claim = `${need}/${volunteer}/${this.ledger.length}`;
    return this.ask('claim', { do: 'claim', need, volunteer, claim, key, risk: false });
  }

  givesBack(need: string, volunteer: string, claim: string): Attempt {
    return this.ask('give-back', { do: 'release', need, volunteer, claim, reason: 'volunteer', late: false });
  }

  offers(need: string, volunteer: string): Attempt {
    const offer = { key: `offer to ${volunteer}`, source: 'staff', from: '', till: 9e15 } as const;
    return this.ask('offer', { do: 'offer', need, volunteer, claim: `${need}/${volunteer}/offered`, ...offer });
  }

  accepts(need: string, volunteer: string, claim: string): Attempt {
    return this.ask('acceptance', { do: 'answer', need, volunteer, claim, risk: false });
  }

  /** What the checker says of ledger and answers as they are now. */
  check(excused: (attempt: Attempt) => boolean = () => false): Promise<PoolVerdict> {
    const byPlace = new Map<number, Attempt[]>();
    for (const answer of this.answers) {
      const place = answer.mark?.sequence ?? 0;
      byPlace.set(place, [...(byPlace.get(place) ?? []), answer]);
    }
    const files = (_: string, file: number) => Promise.resolve(file === 0 ? byPlace : new Map<number, Attempt[]>());
    return new PoolCheck('xishan', { isExcused: excused }, limits).run(this.ledger, files);
  }

  private ask(kind: string, wish: Wish): Attempt {
    const floor = this.answers.at(-1)?.mark ?? { epoch: 1, sequence: 0 };
    const [outcome, sequence, number = 0, claim = ''] = this.put(wish).map((part, index) =>
      index < 3 ? Number(part) : part,
    );
    const isDone = Number(outcome) > 0;
    const state = ['held', 'waiting', 'applied'][(Number(outcome) % 10) - 1] ?? '';
    const place = state === 'held' ? Number(number) : null;
    const told = {
      id: wish.do !== 'claim' && 'claim' in wish && wish.claim !== '' ? wish.claim : String(claim),
      state,
      place,
      position: state === 'held' ? null : Number(number),
      sequence: Number(sequence),
    };
    const answer: Attempt = {
      pool: 'xishan',
      kind,
      wish: wish.do === 'claim' ? { ...wish, claim: '' } : wish,
      asked: this.now - 0.5,
      answered: this.now + 0.5,
      status: !isDone ? 409 : wish.do === 'claim' && state !== 'held' ? 202 : wish.do === 'claim' ? 201 : 200,
      code: isDone ? '' : (codes[Number(outcome)] ?? ''),
      outcome: isDone ? told : null,
      replayed: Number(outcome) > 10,
      mark: { epoch: 1, sequence: Number(sequence) },
      at: NOON + this.now,
      floor,
      floorOfAcks: isDone && Number(outcome) > 10 ? 0 : floor.sequence,
    };
    this.answers.push(answer);
    return answer;
  }

  private put(asked: object) {
    this.now += 1;
    const before = this.pool.sequence;
    const { reply, facts } = decide(this.pool, { ...asked, now: NOON + this.now, limits } as Command);
    for (const [index, fact] of facts.entries()) {
      const told = JSON.parse(JSON.stringify(fact)) as LedgerEntry;
      const first = index === 0 ? (asked as Command).do : null;
      this.ledger.push({ ...told, epoch: 1, sequence: before + index + 1, at: NOON + this.now, operation: first });
    }
    return reply;
  }
}

const codes: Readonly<Record<number, string>> = { [-22]: 'need-full', [-23]: 'already-in', [-14]: 'time-clash' };
