import type { EntryData, Fact } from './entries.js';
import { unpackConfig } from './need-config.js';
import { takesTime, type ClaimRecord, type NeedState, type Pool } from './pool.js';
import { unpackVolunteer } from './volunteer-record.js';

/** An entry as folding needs it: what, when (ms), and its number. */
export type Numbered = Fact & { readonly sequence: number; readonly at: number };

const nobody = { place: 0, till: 0, source: '', from: null, party: [] } as const;

function needOf(pool: Pool, id: string): NeedState {
  const need = pool.needs.get(id);
  if (!need) throw new RangeError(`The log speaks of the need ${id} before it was opened.`);
  return need;
}

function recordOf(need: NeedState, claimant: string): ClaimRecord {
  const record = need.claims.get(claimant);
  if (!record) throw new RangeError(`The log speaks of a claim of ${claimant} that nobody made.`);
  return record;
}

const without = <Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): Map<Key, Value> => {
  const copy = new Map(map);
  copy.delete(key);
  return copy;
};

/** Folds one entry into a pool. @throws RangeError for an entry that cannot follow those before it */
export function apply(pool: Pool, entry: Numbered): void {
  if (entry.kind !== 'rebuilt' && entry.sequence !== pool.sequence + 1) {
    throw new RangeError(`Entry ${entry.sequence} follows ${pool.sequence}.`);
  }
  pool.sequence = entry.sequence;
  new Folding(pool, entry.sequence, entry.at).fold(entry);
}

class Folding {
  constructor(
    private readonly pool: Pool,
    private readonly sequence: number,
    private readonly at: number,
  ) {}

  fold({ kind, data }: Fact): void {
    switch (kind) {
      case 'volunteers':
        for (const [id, record] of data.records) this.pool.volunteers.set(id, unpackVolunteer(record));
        return;
      case 'rebuilt':
        return;
      case 'opened':
        return this.opened(data);
      case 'changed':
        return this.change(data.need, { revision: data.revision, config: unpackConfig(data.config) });
      case 'places':
        return this.change(data.need, { places: data.places });
      case 'closed':
      case 'stood-down':
        return this.change(data.need, { state: 'closed' });
      case 'widened':
        return this.change(data.need, { wave: data.wave });
      case 'drawn':
        return this.change(data.need, { phase: 'drawn' });
      case 'ranked': {
        const line = new Map(needOf(this.pool, data.need).line);
        data.order.forEach((claimant, index) => line.set(claimant, data.from + index));
        return this.change(data.need, { line });
      }
      case 'passed':
        return this.tellPassed(data.passed);
      case 'priority': {
        const { line } = needOf(this.pool, data.need);
        return this.change(data.need, { line: new Map(line).set(data.volunteer, data.rank) });
      }
      case 'held':
        this.tellPassed(data.passed);
        this.begin(data, 'held', 'h');
        return this.hold(data, true);
      case 'waiting':
        this.begin(data, 'waiting', data.told);
        this.store(data, { party: data.party ?? [] });
        if (!data.party || data.party[0] === data.volunteer) {
          const { line } = needOf(this.pool, data.need);
          this.change(data.need, { line: new Map(line).set(data.volunteer, data.rank) });
        }
        return;
      case 'promoted':
        this.tellPassed(data.passed);
        this.leaveLine(data);
        return this.hold(data, true);
      case 'offered':
        return this.offered(data);
      case 'accepted':
        return this.hold(data, false);
      case 'handed':
        this.letGo({ need: data.need, volunteer: data.from });
        return this.hold(data, false);
      case 'confirmed':
        return this.store(data, { state: 'held', till: 0, source: '' });
      case 'asked':
        return this.asked(data);
      case 'released':
        this.letGo(data);
        return this.free(data);
      case 'declined':
        this.store(data, { ...nobody, state: 'ended' });
        if (data.number > 0) this.free(data);
        return;
      case 'left':
        this.leaveLine(data);
        return this.store(data, { ...nobody, state: 'ended' });
    }
  }

  private change(id: string, changes: Partial<NeedState>): void {
    this.pool.needs.set(id, { ...needOf(this.pool, id), ...changes });
  }

  private opened(data: EntryData['opened']): void {
    this.pool.needs.set(data.need, {
      config: unpackConfig(data.config),
      publication: data.publication,
      revision: data.revision,
      state: 'open',
      phase: data.phase,
      wave: 1,
      places: data.places,
      held: 0,
      top: 0,
      freed: [],
      claims: this.pool.needs.get(data.need)?.claims ?? new Map<string, ClaimRecord>(),
      line: new Map(),
    });
  }

  private store({ need, volunteer }: { need: string; volunteer: string }, changes: Partial<ClaimRecord>): void {
    const { claims } = needOf(this.pool, need);
    claims.set(volunteer, { ...recordOf(needOf(this.pool, need), volunteer), ...changes });
  }

  private begin(
    data: { need: string; volunteer: string; claim: string; number: number; key: string },
    state: ClaimRecord['state'],
    told: ClaimRecord['told'],
  ): void {
    const { claims } = needOf(this.pool, data.need);
    const before = claims.get(data.volunteer);
    const earlier = before
      ? [
          ...before.earlier,
          { claim: before.claim, key: before.key, told: before.told, number: before.number, sequence: before.sequence },
        ]
      : [];
    const { claim, key, number } = data;
    claims.set(data.volunteer, { ...nobody, claim, key, told, number, sequence: this.sequence, state, earlier });
  }

  /** The claimant holds the place from now on; a new place is counted, one that was offered or handed over is not. */
  private hold({ need: id, volunteer, number: place }: EntryData['promoted'], isNew: boolean): void {
    this.store({ need: id, volunteer }, { ...nobody, state: 'held', place });
    if (isNew) this.take(id, place);
    const { config } = needOf(this.pool, id);
    if (!takesTime(config, volunteer)) return;
    this.enter(id, volunteer, this.at);
    if (config.series !== '') this.count(config.series, volunteer, 1);
  }

  private letGo({ need: id, volunteer }: { need: string; volunteer: string }): void {
    this.store({ need: id, volunteer }, { ...nobody, state: 'ended' });
    const { config } = needOf(this.pool, id);
    if (!takesTime(config, volunteer)) return;
    const calendar = this.pool.calendars.get(volunteer);
    if (calendar) {
      this.pool.calendars.set(volunteer, { ...calendar, entries: calendar.entries.filter(({ need }) => need !== id) });
    }
    if (config.series !== '') this.count(config.series, volunteer, -1);
  }

  private enter(id: string, volunteer: string, last: number): void {
    const { from, till, x, y } = needOf(this.pool, id).config;
    const entries = (this.pool.calendars.get(volunteer)?.entries ?? []).filter(({ need }) => need !== id);
    this.pool.calendars.set(volunteer, { last, entries: [...entries, { need: id, from, till, x, y }] });
  }

  private count(series: string, volunteer: string, change: number): void {
    const counts = this.pool.series.get(series) ?? new Map<string, number>();
    const count = (counts.get(volunteer) ?? 0) + change;
    if (count > 0) counts.set(volunteer, count);
    else counts.delete(volunteer);
    this.pool.series.set(series, counts);
  }

  private take(id: string, place: number): void {
    const { held, top, freed } = needOf(this.pool, id);
    if (place > top) this.change(id, { held: held + 1, top: place });
    else this.change(id, { held: held + 1, freed: freed.slice(1) });
  }

  private free({ need: id, number: place }: { need: string; number: number }): void {
    const { held, freed } = needOf(this.pool, id);
    this.change(id, { held: held - 1, freed: [...freed, place].sort((a, b) => a - b) });
  }

  private leaveLine({ need: id, volunteer }: { need: string; volunteer: string }): void {
    this.change(id, { line: without(needOf(this.pool, id).line, volunteer) });
  }

  private offered(data: EntryData['offered']): void {
    this.tellPassed(data.passed);
    const { need, volunteer, number: place, till, source, key, from, fromClaim } = data;
    if (key !== undefined) this.begin({ ...data, key }, 'offered', 'o');
    else this.leaveLine(data);
    const holder = from !== undefined && fromClaim !== undefined ? { claimant: from, claim: fromClaim } : null;
    this.store({ need, volunteer }, { state: 'offered', place, till, source, from: holder, party: [] });
    if (place > 0) this.take(need, place);
  }

  private asked({ need, volunteer, till }: EntryData['asked']): void {
    this.store({ need, volunteer }, { state: 'offered', till, source: 'moved' });
    const { config } = needOf(this.pool, need);
    if (!takesTime(config, volunteer)) return;
    this.enter(need, volunteer, this.pool.calendars.get(volunteer)?.last ?? 0);
  }

  private tellPassed(passed: EntryData['passed']['passed'] = []): void {
    for (const one of passed) this.pool.passed.set(one.claim, one);
  }
}
