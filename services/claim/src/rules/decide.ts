import type { Command, Of, Reply } from './commands.js';
import type { Fact } from './entries.js';
import { clashes, fit, mayClaim, prefers, suits, waveOf } from './fit.js';
import { lineOf, takesTime, type ClaimRecord, type NeedState, type Pool, type Told } from './pool.js';
import { BAND, isFull, MOVE_LOOKS_AT_MOST, nextPlace, PoolAtWork } from './pool-at-work.js';
import { Refusal } from './refusal-numbers.js';
import { unpackVolunteer } from './volunteer-record.js';

/** Claims of one volunteer in one need that are kept for repeated requests. */
const MOST_EARLIER = 8;
const MOST_APPLICANTS = 10_000;

/** A decision: the answer, and the entries that it appends to the log. */
export interface Decision {
  readonly reply: Reply;
  readonly facts: readonly Fact[];
}

/**
 * Decides a command and changes the pool accordingly. What the Lua scripts do, said once more without Redis: each is
 * tested against the other, and the log of a running pool is checked against this.
 */
export function decide(pool: Pool, command: Command): Decision {
  const deciding = new Deciding(pool, command.now, command.limits);
  return { reply: deciding.run(command), facts: deciding.facts };
}

class Deciding extends PoolAtWork {
  run(command: Command): Reply {
    switch (command.do) {
      case 'volunteers':
        return this.volunteers(command);
      case 'set':
        return this.set(command);
      case 'draw':
        return this.draw(command);
      case 'close':
        return this.close(command);
      case 'claim':
        return this.claim(command);
      case 'together':
        return this.together(command);
      case 'offer':
        return this.offer(command);
      default: {
        const need = this.pool.needs.get(command.need);
        if (command.do === 'priority') return this.priority(command);
        if (!need) return this.refuse(Refusal.needUnknown);
        if (command.do === 'release') return this.release(command, need);
        if (command.do === 'answer') return this.answer(command, need);
        if (command.do === 'choose') return this.choose(command, need);
        if (command.do === 'places') return this.places(command, need);
        if (command.do === 'ask') return this.ask(command, need);
        const before = this.pool.sequence;
        this.fill(command.need, MOVE_LOOKS_AT_MOST);
        return this.pool.sequence === before ? [2, before] : this.done(1);
      }
    }
  }

  private volunteers({ records }: Of<'volunteers'>): Reply {
    const newer = records.filter(
      ([id, record]) => (this.pool.volunteers.get(id)?.version ?? -1) < unpackVolunteer(record).version,
    );
    if (newer.length === 0) return [2, this.pool.sequence];
    this.emit({ kind: 'volunteers', data: { records: newer } });
    return this.done(1);
  }

  private set({ need: id, publication, revision, places, config, commitment }: Of<'set'>): Reply {
    const known = this.pool.needs.get(id);
    if (known && known.publication >= publication) {
      if (known.publication > publication || known.revision >= revision) return [2, this.pool.sequence];
      this.emit({ kind: 'changed', data: { need: id, revision, config } });
      return this.done(3);
    }
    const phase = config[0] === 'draw' || config[0] === 'approval' ? 'gathering' : '';
    const more = commitment === '' ? {} : { commitment };
    this.emit({ kind: 'opened', data: { need: id, publication, revision, places, phase, config, ...more } });
    return this.done(1);
  }

  private claim({ need: id, volunteer, claim, key, risk, of = 'need' }: Of<'claim'>): Reply {
    const mine = this.pool.needs.get(id)?.claims.get(volunteer);
    const told = mine && answerFor(mine, key);
    if (told) return [told.told === 'h' ? 11 : told.told === 'w' ? 12 : 13, told.sequence, told.number, told.claim];
    const need = this.pool.needs.get(id);
    if (need?.config.of !== of) return this.refuse(Refusal.needUnknown);
    const refusal =
      this.beforeClaim(need, mine) || mayClaim(this.pool, id, need, volunteer, risk, this.now, this.limits);
    if (refusal !== 0) return this.refuse(refusal);
    const common = { need: id, volunteer, claim, key, ...(risk ? { risk } : {}) };
    if (need.phase === 'gathering') {
      if (need.line.size >= MOST_APPLICANTS) return this.refuse(Refusal.lineFull);
      const number = need.line.size + 1;
      this.emit({ kind: 'waiting', data: { ...common, number, told: 'a', rank: this.rank(0) } });
      return this.done(3, number, claim);
    }
    const { passed, overlooked } = this.fillBeforeNewcomers(id);
    const now = this.need(id);
    if (isFull(now) || overlooked) {
      if (!now.config.line) return this.done(Refusal.needFull);
      const v = this.pool.volunteers.get(volunteer);
      const rank = this.rank(v && prefers(now.config, v) ? 1 : 0);
      const number = positionAt(now, rank);
      this.emit({ kind: 'waiting', data: { ...common, number, told: 'w', rank } });
      return this.done(2, number, claim);
    }
    const number = nextPlace(now);
    this.emit({ kind: 'held', data: { ...common, number, ...(passed.length > 0 ? { passed } : {}) } });
    return this.done(1, number, claim);
  }

  private beforeClaim(need: NeedState, mine: ClaimRecord | undefined): number {
    const { config } = need;
    if (need.state !== 'open' || this.now >= config.closes) return Refusal.needClosed;
    if (this.now < config.opens) return Refusal.notOpenYet;
    if (mine && mine.state !== 'ended') return Refusal.alreadyIn;
    const gathering = need.phase === 'gathering';
    if (!gathering && isFull(need) && !config.line) return Refusal.needFull;
    if (gathering && config.dispatch === 'draw' && this.now >= config.drawAt) return Refusal.drawing;
    return mine && mine.earlier.length >= MOST_EARLIER ? Refusal.claimedTooOften : 0;
  }

  private together({ need: id, team, risk, members, of = 'need' }: Of<'together'>): Reply {
    if (members.length === 0) throw new RangeError('Nobody goes together with nobody.');
    const need = this.pool.needs.get(id);
    for (const [index, { claimant, key }] of members.entries()) {
      const before = need?.claims.get(claimant);
      const told = before && answerFor(before, key);
      if (told) return [told.told === 'h' ? 11 : 12, told.sequence, told.number, index + 1];
    }
    if (need?.config.of !== of) return this.refuse(Refusal.needUnknown);
    const { config } = need;
    if (need.state !== 'open' || this.now >= config.closes) return this.refuse(Refusal.needClosed);
    if (this.now < config.opens) return this.refuse(Refusal.notOpenYet);
    if (['approval', 'draw', 'alert'].includes(config.dispatch)) return this.refuse(Refusal.notTogether);
    for (const [index, { claimant }] of members.entries()) {
      const refusal = this.mayGoAlong(id, need, claimant, team, risk);
      if (refusal !== 0) return [refusal, this.pool.sequence, 0, index + 1];
    }
    const { passed, overlooked } = this.fillBeforeNewcomers(id);
    const now = this.need(id);
    const fits = !overlooked && now.held + members.length <= now.places;
    if (!fits && (team || !config.line || members.length > now.places)) return this.done(Refusal.needFull, 0, 1);
    const party = members.map(({ claimant }) => claimant);
    const preferred = members.every(({ claimant }) => {
      const v = this.pool.volunteers.get(claimant);
      return v && prefers(config, v);
    });
    const rank = this.rank(!team && preferred ? 1 : 0);
    const position = positionAt(now, rank);
    let answer = 0;
    for (const [index, { claimant, claim, key }] of members.entries()) {
      const common = { need: id, volunteer: claimant, claim, key, ...(risk ? { risk } : {}), party };
      if (fits) {
        const number = nextPlace(this.need(id));
        const more = { ...(team ? { team } : {}), ...(index === 0 && passed.length > 0 ? { passed } : {}) };
        this.emit({ kind: 'held', data: { ...common, number, ...more } });
        answer ||= number;
      } else {
        this.emit({ kind: 'waiting', data: { ...common, number: position, told: 'w', rank } });
        answer = position;
      }
    }
    return this.done(fits ? 1 : 2, answer, 0);
  }

  private mayGoAlong(id: string, need: NeedState, claimant: string, team: boolean, risk: boolean): number {
    const mine = need.claims.get(claimant);
    if (mine && mine.state !== 'ended') return Refusal.alreadyIn;
    if (mine && mine.earlier.length >= MOST_EARLIER) return Refusal.claimedTooOften;
    if (!team) return mayClaim(this.pool, id, need, claimant, risk, this.now, this.limits);
    if (need.config.dispatch === 'waves' && waveOf(need, this.now) < 3) return Refusal.wave;
    return need.config.risk && !risk ? Refusal.risk : 0;
  }

  private release({ need: id, volunteer, claim, reason, late }: Of<'release'>, need: NeedState): Reply {
    const mine = need.claims.get(volunteer);
    if (!mine) return this.refuse(Refusal.claimUnknown);
    if (mine.claim !== claim) return this.hadEnded(mine, claim);
    if (mine.state === 'ended') return [3, this.pool.sequence];
    if (reason === 'offer-expired' && (mine.state !== 'offered' || this.now <= mine.till))
      return [3, this.pool.sequence];
    if (reason === 'declined' && mine.state !== 'offered') return this.refuse(Refusal.notOffered);
    if (reason === 'rejected' && mine.state !== 'waiting') return this.refuse(Refusal.notApplied);
    const { config } = need;
    if (mine.state === 'held' && !late && this.now > config.release && config.dispatch !== 'alert') {
      return this.refuse(Refusal.releaseClosed);
    }
    const data = { need: id, volunteer, claim, number: mine.place, reason };
    if (mine.state === 'waiting') {
      const members = mine.party.length > 0 ? mine.party : [volunteer];
      for (const member of members) {
        const record = need.claims.get(member);
        if (!record) continue;
        const why = member === volunteer ? reason : 'party-broken';
        this.emit({ kind: 'left', data: { need: id, volunteer: member, claim: record.claim, number: 0, reason: why } });
      }
      return this.done(2);
    }
    if (keepsPlace(mine)) {
      this.emit({ kind: 'released', data });
      this.fillAndTell(id);
      return this.done(1);
    }
    this.emit({ kind: 'declined', data: { ...data, reason: reason === 'volunteer' ? 'declined' : reason } });
    if (mine.place > 0) this.fillAndTell(id);
    return this.done(4);
  }

  private hadEnded(mine: ClaimRecord, claim: string): Reply {
    return mine.earlier.some((was) => was.claim === claim)
      ? [3, this.pool.sequence]
      : this.refuse(Refusal.claimUnknown);
  }

  private offer({ need: id, volunteer, claim, key, source, from, till }: Of<'offer'>): Reply {
    const need = this.pool.needs.get(id);
    const before = need?.claims.get(volunteer);
    const told = before && answerFor(before, key);
    if (told) return [11, told.sequence, told.number, told.claim];
    if (need?.config.of !== 'need') return this.refuse(Refusal.needUnknown);
    const { config } = need;
    if (need.state !== 'open' || this.now >= config.starts) return this.refuse(Refusal.needClosed);
    if (before && before.state !== 'ended') return this.refuse(Refusal.alreadyIn);
    if (before && before.earlier.length >= MOST_EARLIER) return this.refuse(Refusal.claimedTooOften);
    const holder = from === '' ? undefined : need.claims.get(from);
    if (from !== '' && holder?.state !== 'held') return this.refuse(Refusal.notHeld);
    if (from === '' && isFull(need)) return this.refuse(Refusal.needFull);
    const refusal = suits(config, this.pool.volunteers.get(volunteer));
    if (refusal !== 0) return this.refuse(refusal);
    const number = holder ? 0 : nextPlace(need);
    const more = holder ? { from, fromClaim: holder.claim } : {};
    const until = Math.min(till, config.starts);
    this.emit({ kind: 'offered', data: { need: id, volunteer, claim, key, number, source, till: until, ...more } });
    return this.done(1, number, claim);
  }

  private answer({ need: id, volunteer, claim, risk }: Of<'answer'>, need: NeedState): Reply {
    const mine = need.claims.get(volunteer);
    const known = mine && (mine.claim === claim || mine.earlier.some((was) => was.claim === claim));
    if (!mine || !known) return this.refuse(Refusal.claimUnknown);
    if (mine.claim === claim && mine.state === 'held') return [11, this.pool.sequence, mine.place];
    if (mine.claim !== claim || mine.state !== 'offered') return this.refuse(Refusal.notOffered);
    if (this.now > mine.till) return this.refuse(Refusal.offerExpired);
    if (need.state !== 'open') return this.refuse(Refusal.needClosed);
    const data = { need: id, volunteer, claim, number: mine.place };
    if (mine.source === 'moved') {
      this.emit({ kind: 'confirmed', data });
      return this.done(3, mine.place);
    }
    const holder = mine.from && need.claims.get(mine.from.claimant);
    if (mine.from && (holder?.state !== 'held' || holder.claim !== mine.from.claim))
      return this.refuse(Refusal.notHeld);
    if (need.config.risk && !risk) return this.refuse(Refusal.risk);
    const refusal = fit(this.pool, id, need.config, volunteer, this.now, this.limits);
    if (refusal !== 0) return this.refuse(refusal);
    if (!mine.from || !holder) {
      this.emit({ kind: 'accepted', data });
      return this.done(1, mine.place);
    }
    const { claimant: from, claim: fromClaim } = mine.from;
    this.emit({ kind: 'handed', data: { ...data, number: holder.place, from, fromClaim } });
    return this.done(2, holder.place);
  }

  private choose({ need: id, volunteer, claim }: Of<'choose'>, need: NeedState): Reply {
    const mine = need.claims.get(volunteer);
    if (mine?.claim !== claim) return this.refuse(Refusal.claimUnknown);
    if (mine.state === 'held' || mine.state === 'offered') return [11, this.pool.sequence, mine.place];
    if (mine.state !== 'waiting' || need.config.dispatch !== 'approval') return this.refuse(Refusal.notApplied);
    if (need.state !== 'open' || this.now >= need.config.starts) return this.refuse(Refusal.needClosed);
    if (isFull(need)) return this.refuse(Refusal.needFull);
    const refusal = fit(this.pool, id, need.config, volunteer, this.now, this.limits);
    if (refusal !== 0) return this.refuse(refusal);
    const place = this.give(id, volunteer, []);
    return this.done(need.config.offer > 0 ? 2 : 1, place);
  }

  private priority({ need: id, volunteer, claim, priority }: Of<'priority'>): Reply {
    const need = this.pool.needs.get(id);
    const mine = need?.claims.get(volunteer);
    if (!need || mine?.claim !== claim) return this.refuse(Refusal.claimUnknown);
    if (mine.state !== 'waiting') return this.refuse(Refusal.notWaiting);
    const first = mine.party[0] ?? volunteer;
    const stands = need.line.get(first) ?? 0;
    if (stands < BAND) return this.refuse(Refusal.drawn);
    const rank = (9 - priority) * BAND + (stands % BAND);
    const leader = need.claims.get(first)?.claim ?? claim;
    this.emit({ kind: 'priority', data: { need: id, volunteer: first, claim: leader, priority, rank } });
    return this.done(1, lineOf(this.need(id)).indexOf(first) + 1);
  }

  private places({ need: id, places, leaving }: Of<'places'>, need: NeedState): Reply {
    const records: { claimant: string; record: ClaimRecord }[] = [];
    for (const { claimant, claim } of leaving) {
      const record = need.claims.get(claimant);
      if (record?.claim !== claim || record.place === 0) return this.refuse(Refusal.notHeld);
      records.push({ claimant, record });
    }
    if (need.held - records.length > places) return this.refuse(Refusal.placesBelowHeld);
    if (records.length === 0 && places === need.places) return [2, this.pool.sequence, need.held];
    for (const { claimant, record } of records) {
      const data = { need: id, volunteer: claimant, claim: record.claim, number: record.place };
      this.emit({ kind: keepsPlace(record) ? 'released' : 'declined', data: { ...data, reason: 'places-lowered' } });
    }
    this.emit({ kind: 'places', data: { need: id, places } });
    this.fillAndTell(id);
    return this.done(1, this.need(id).held);
  }

  private ask({ need: id, volunteer, claim, till }: Of<'ask'>, need: NeedState): Reply {
    const mine = need.claims.get(volunteer);
    if (mine?.claim !== claim || !keepsPlace(mine)) return [3, this.pool.sequence];
    const data = { need: id, volunteer, claim, number: mine.place };
    const taken = takesTime(need.config, volunteer) && clashes(this.pool.calendars.get(volunteer), id, need.config);
    if (till === 0 || taken) {
      this.emit({ kind: 'released', data: { ...data, reason: till === 0 ? 'moved' : 'no-longer-fit' } });
      this.fillAndTell(id);
      return this.done(2);
    }
    this.emit({ kind: 'asked', data: { ...data, till: Math.min(till, need.config.starts) } });
    return this.done(1);
  }

  private draw({ need: id, from, last, seed, order }: Of<'draw'>): Reply {
    const need = this.pool.needs.get(id);
    if (need?.phase !== 'gathering') return [2, this.pool.sequence];
    const standing = order.filter((claimant) => need.line.has(claimant));
    if (standing.length > 0) this.emit({ kind: 'ranked', data: { need: id, from, order: standing } });
    if (!last) return this.done(1);
    if ([...this.need(id).line.values()].some((rank) => rank >= BAND)) return this.done(3);
    this.emit({ kind: 'drawn', data: { need: id, seed } });
    return this.done(1);
  }

  private close({ need: id, what, detail }: Of<'close'>): Reply {
    const need = this.pool.needs.get(id);
    if (need?.state !== 'open') return [2, this.pool.sequence];
    if (what === 'widened') {
      if (need.wave >= Number(detail)) return [2, this.pool.sequence];
      this.emit({ kind: 'widened', data: { need: id, wave: Number(detail) } });
    } else {
      this.emit({ kind: what, data: { need: id, ...(detail === '' ? {} : { outcome: detail }) } });
    }
    return this.done(1);
  }
}

/** A holder, also one who is asked again because the need was moved. */
const keepsPlace = ({ state, source }: ClaimRecord): boolean =>
  state === 'held' || (state === 'offered' && source === 'moved');

/** The position of somebody who joins the line with that rank. */
const positionAt = ({ line }: NeedState, rank: number): number =>
  [...line.values()].filter((other) => other <= rank).length + 1;

const answerFor = (record: ClaimRecord, key: string): Told | undefined =>
  record.key === key ? record : record.earlier.find((was) => was.key === key);
