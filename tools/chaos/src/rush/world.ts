import type { Dispatch } from '@huying/contracts';
import { type NeedPublished } from '@huying/contracts';
import type { Chance } from '../chance.js';
import type { Issuer } from '../bed/issuer.js';
import type { ToldOutcome } from '../history.types.js';
import type { Ask } from './asks.js';

/** A need as those who rush for it know it. */
export interface KnownNeed {
  readonly id: string;
  readonly dispatch: Dispatch;
  readonly places: number;
  readonly isRisky: boolean;
  readonly offers: boolean;
  readonly endsAfter: number;
}

/** A claim that somebody was told of and that has not ended as far as they know. */
export interface KnownClaim {
  readonly id: string;
  readonly need: KnownNeed;
  readonly volunteer: string;
  readonly told: string;
}

/** A claim request that was answered, to be sent once more. */
export interface AnsweredClaim {
  readonly need: KnownNeed;
  readonly volunteer: string;
  readonly key: string;
  readonly risk: boolean;
  readonly outcome: ToldOutcome;
}

const REMEMBER = 400;

/** What is known of a pool from outside: its people with their tokens, its needs, the claims that somebody was told of. */
export class PoolWorld {
  readonly needs = new Map<string, KnownNeed>();
  /** Published, and not open yet as far as anybody knows. */
  readonly coming = new Map<string, KnownNeed>();
  readonly claims = new Map<string, KnownClaim>();
  readonly answered: AnsweredClaim[] = [];
  /** What was begun and goes on next. */
  readonly todo: Ask[] = [];

  private constructor(
    readonly pool: string,
    readonly volunteers: readonly string[],
    /** Who takes part in small histories and in nothing else. */
    readonly fewVolunteers: readonly string[],
    private readonly tokens: ReadonlyMap<string, string>,
  ) {}

  static async make(pool: string, count: number, few: number, issuer: Issuer): Promise<PoolWorld> {
    const named = (mark: string, length: number) => Array.from({ length }, (_, index) => `${pool}-${mark}-${index}`);
    const [volunteers, fewVolunteers] = [named('v', count), named('few', few)];
    const tokens = new Map<string, string>();
    for (const id of [...volunteers, ...fewVolunteers])
      tokens.set(id, await issuer.authorization(pool, 'volunteer', id));
    tokens.set('staff', await issuer.authorization(pool, 'staff', `${pool}-staff`));
    tokens.set('organisation', await issuer.authorization(pool, 'organisation', `${pool}-organisation`));
    return new PoolWorld(pool, volunteers, fewVolunteers, tokens);
  }

  authorization(who: string): string {
    const token = this.tokens.get(who);
    if (token === undefined) throw new RangeError(`${who} has no token.`);
    return token;
  }

  published(event: NeedPublished, endsAfter: number): void {
    const { needId: id, dispatch, places, risk, offerMinutes } = event;
    this.coming.set(id, { id, dispatch, places, isRisky: risk !== '', offers: offerMinutes > 0, endsAfter });
  }

  opened(needId: string): void {
    const need = this.coming.get(needId);
    if (!need) return;
    this.coming.delete(needId);
    this.needs.set(needId, need);
  }

  ended(needId: string): void {
    this.needs.delete(needId);
    for (const [id, { need }] of this.claims) if (need.id === needId) this.claims.delete(id);
  }

  told(claim: KnownClaim): void {
    if (!this.needs.has(claim.need.id)) return;
    this.claims.set(claim.id, claim);
  }

  remember(claim: AnsweredClaim, chance: Chance): void {
    if (this.answered.length < REMEMBER) this.answered.push(claim);
    else this.answered[chance.whole(0, REMEMBER - 1)] = claim;
  }

  /** A need; the youngest are in greater demand, now and then one that nobody knows yet. */
  aNeed(chance: Chance): KnownNeed | undefined {
    if (this.coming.size > 0 && chance.happens(0.01)) return chance.oneOf([...this.coming.values()]);
    const needs = [...this.needs.values()];
    return needs[Math.floor(needs.length * (1 - chance.next() ** 2))] ?? needs.at(-1);
  }

  aClaim(chance: Chance, fits: (claim: KnownClaim) => boolean = () => true): KnownClaim | undefined {
    const claims = [...this.claims.values()];
    for (let tries = 0; tries < 8; tries += 1) {
      const claim = chance.oneOf(claims);
      if (claim && fits(claim)) return claim;
    }
    return undefined;
  }
}
