import { isDeepStrictEqual } from 'node:util';
import {
  apply,
  decide,
  emptyPool,
  refusalProblem,
  type Command,
  type Limits,
  type Member,
  type Pool,
  type Reply,
} from '@huying/claim';
import { isAcknowledged, type Attempt, type ToldOutcome } from '../history.types.js';
import { commandOf } from './command-of.js';
import type { Deed } from './ledger.js';
import { trialOf } from './overlay.js';

/** What the checker has found wrong, each with a sentence for whoever looks into it. */
export interface Finding {
  readonly what: 'unexplained-decision' | 'unexplained-answer' | 'lost-acknowledgement' | 'earlier-than-answered';
  readonly sequence: number;
  readonly words: string;
}

/** What the state after a number of the log, or the decision that ends there, says of an answer. */
type Verdict = 'explained' | Finding;

/**
 * Replays one pool's ledger through the pure rules and holds every answer against them: an answer is explained if the
 * rules give it at the state that it names.
 */
export class Explainer {
  readonly pool: Pool = emptyPool();
  private deed: Deed | undefined;
  private reply: Reply | undefined;

  constructor(private readonly limits: Limits) {}

  /** Takes the next decision of the ledger in. */
  decided(deed: Deed): Finding | undefined {
    const finding = this.judge(deed);
    for (const entry of deed.entries) apply(this.pool, entry);
    this.deed = deed;
    return finding;
  }

  private judge(deed: Deed): Finding | undefined {
    this.reply = undefined;
    const fail = (words: string): Finding => ({ what: 'unexplained-decision', sequence: deed.from, words });
    let command = commandOf(deed, this.limits);
    if (!command) return fail(`No rule makes a decision ${deed.operation} of ${deed.entries[0]?.kind}.`);
    if (command.do === 'set' && Number.isNaN(command.publication)) {
      command = { ...command, publication: this.pool.needs.get(command.need)?.publication ?? 0 };
    }
    if (command.do === 'claim' || (command.do === 'together' && !command.team)) {
      // It was asked for as what it is: at another door it would not have been found.
      command = { ...command, of: this.pool.needs.get(command.need)?.config.of ?? 'need' };
    }
    const { facts, reply } = decide(trialOf(this.pool), command);
    const told = deed.entries.map(({ kind, data }) => ({ kind, data }));
    if (isDeepStrictEqual(plain(facts), told)) {
      this.reply = reply;
      return undefined;
    }
    return fail(`The log says ${JSON.stringify(told)}; the rules say ${JSON.stringify([facts, reply])}.`);
  }

  /** Holds an answer, which names the last number that was taken in, against the rules. */
  explain(attempt: Attempt): Verdict {
    const { wish, at, outcome } = attempt;
    const command = { ...wish, now: at, limits: this.limits } as Command;
    if (isAcknowledged(attempt) && this.deed && isSame(wish, this.deed, this.limits)) {
      if (!this.reply) return 'explained';
      return agrees(attempt, this.reply) ? 'explained' : this.otherwise(attempt, this.reply);
    }
    const { reply, facts } = decide(trialOf(this.pool), command);
    // An answer that changed something must stand in the log; a refusal may have moved the line before.
    if (facts.length > 0) {
      const what = isAcknowledged(attempt) ? 'lost-acknowledgement' : 'unexplained-answer';
      return {
        what,
        sequence: this.pool.sequence,
        words: `${say(attempt)}; the rules would decide ${JSON.stringify(reply)}.`,
      };
    }
    if (agrees(attempt, reply)) return 'explained';
    if (isAcknowledged(attempt) && outcome && wish.do === 'claim' && this.isOnRecord(attempt)) return 'explained';
    return this.otherwise(attempt, reply);
  }

  private otherwise(attempt: Attempt, reply: Reply): Finding {
    const what = isAcknowledged(attempt) ? 'lost-acknowledgement' : 'unexplained-answer';
    return { what, sequence: this.pool.sequence, words: `${say(attempt)}; by the rules: ${JSON.stringify(reply)}.` };
  }

  /** Whether that claim was told so at that number, as an answer that repeats an earlier one says. */
  private isOnRecord({ wish, outcome }: Attempt): boolean {
    if (wish.do !== 'claim' || !outcome) return false;
    const record = this.pool.needs.get(wish.need)?.claims.get(wish.volunteer);
    const told = [record, ...(record?.earlier ?? [])].find((one) => one?.claim === outcome.id);
    if (!told || told.key !== wish.key || told.sequence !== outcome.sequence) return false;
    return told.number === (outcome.place ?? outcome.position);
  }
}

/** Facts as JSON tells them: what is undefined is not there. */
const plain = (facts: unknown): unknown => JSON.parse(JSON.stringify(facts));

const say = ({ kind, wish, status, code, outcome, mark }: Attempt): string =>
  `${kind} ${JSON.stringify(wish)} was answered ${status} ${code} ${JSON.stringify(outcome)} at ${mark?.epoch}-${mark?.sequence}`;

/** Whether the decision is that of the wish, as far as the wish can know it. */
function isSame(wish: Attempt['wish'], deed: Deed, limits: Limits): boolean {
  const command = commandOf(deed, limits);
  if (command?.do !== wish.do || command.need !== wish.need) return false;
  switch (wish.do) {
    case 'claim':
      return command.do === 'claim' && command.key === wish.key && command.volunteer === wish.volunteer;
    case 'together':
      return command.do === 'together' && isDeepStrictEqual(keysOf(command.members), keysOf(wish.members));
    case 'offer':
      return command.do === 'offer' && command.volunteer === wish.volunteer && command.key === wish.key;
    case 'places':
      return command.do === 'places' && command.places === wish.places;
    case 'priority':
      // Of friends the first stands in line for all.
      return command.do === 'priority' && command.priority === wish.priority;
    case 'close':
      return command.do === 'close' && command.what === wish.what;
    default:
      return 'claim' in wish && 'claim' in command && wish.claim === command.claim;
  }
}

const keysOf = (members: readonly Member[]) => members.map(({ claimant, key }) => [claimant, key]);

/** Whether an answer tells what the rules reply. */
function agrees(attempt: Attempt, reply: Reply): boolean {
  const outcome = Number(reply[0]);
  if (outcome < 0) return !isAcknowledged(attempt) && refusalProblem(outcome).code === attempt.code;
  if (!isAcknowledged(attempt)) return false;
  const { outcome: told, wish } = attempt;
  if (wish.do !== 'claim') return told === null || agreesOnClaim(told, wish, reply);
  if (!told) return false;
  const [, sequence, number, claim] = reply;
  const state = ['held', 'waiting', 'applied'][(outcome % 10) - 1];
  const status = state === 'held' ? 201 : 202;
  const numbers = state === 'held' ? told.place === number && told.position === null : told.position === number;
  return (
    told.id === claim &&
    attempt.status === status &&
    told.state === state &&
    numbers &&
    told.sequence === Number(sequence)
  );
}

/**
 * A claim is shown as it has become by then, which may be later than the decision: it is the claim that was meant or made, and who holds
 * what was decided holds that place.
 */
function agreesOnClaim(told: ToldOutcome, wish: Attempt['wish'], [, , place, claim]: Reply): boolean {
  if (wish.do === 'offer') return told.id === claim && (told.state !== 'offered' || told.place === (place || null));
  if (!('claim' in wish)) return true;
  const gives = wish.do === 'answer' || wish.do === 'choose';
  return told.id === wish.claim && !(gives && told.state === 'held' && told.place !== place);
}
