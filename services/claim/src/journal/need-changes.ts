import type { EntryData } from '../rules/entries.js';
import type { LogEntry } from './log-entry.js';

/** What a batch makes of one need besides its opening: counts up and down, and what changed. */
export interface NeedChange {
  readonly id: string;
  held: number;
  waiting: number;
  top: number;
  places: number | null;
  state: 'closed' | null;
  stoodDown: string | null;
  phase: 'drawn' | null;
  wave: number | null;
  revised: EntryData['changed'] | null;
}

const counts: Partial<Record<LogEntry['kind'], { held?: 1 | -1; waiting?: 1 | -1 }>> = {
  held: { held: 1 },
  waiting: { waiting: 1 },
  promoted: { held: 1, waiting: -1 },
  released: { held: -1 },
  left: { waiting: -1 },
};

/** Gathers what entries make of needs. A need that is opened anew begins from nothing: what came before is forgotten. */
export class NeedChanges {
  readonly changes = new Map<string, NeedChange>();

  add(entry: LogEntry): void {
    if (!('need' in entry.data) || entry.kind === 'opened') return;
    const change = this.of(entry.data.need);
    const { held = 0, waiting = 0 } = counts[entry.kind] ?? {};
    change.held += held;
    change.waiting += waiting;
    switch (entry.kind) {
      case 'held':
      case 'promoted':
        change.top = Math.max(change.top, entry.data.number);
        return;
      case 'offered':
        if (entry.data.number > 0) change.held += 1;
        if (entry.data.key === undefined) change.waiting -= 1;
        change.top = Math.max(change.top, entry.data.number);
        return;
      case 'declined':
        if (entry.data.number > 0) change.held -= 1;
        return;
      case 'places':
        change.places = entry.data.places;
        return;
      case 'closed':
        change.state = 'closed';
        return;
      case 'stood-down':
        change.state = 'closed';
        change.stoodDown = entry.data.outcome ?? '';
        return;
      case 'drawn':
        change.phase = 'drawn';
        return;
      case 'widened':
        change.wave = entry.data.wave;
        return;
      case 'changed':
        change.revised = entry.data;
        return;
      default:
        return;
    }
  }

  private of(id: string): NeedChange {
    let change = this.changes.get(id);
    if (!change) {
      const nothing = { places: null, state: null, stoodDown: null, phase: null, wave: null, revised: null };
      this.changes.set(id, (change = { id, held: 0, waiting: 0, top: 0, ...nothing }));
    }
    return change;
  }
}
