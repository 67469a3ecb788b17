import type { Command, Fact, Limits } from '@huying/claim';
import type { Deed } from './ledger.js';

type Kind = Fact['kind'];
type Of<Name extends Kind> = Extract<Fact, { kind: Name }>;
type Asked = Command extends infer Each ? (Each extends unknown ? Omit<Each, 'now' | 'limits'> : never) : never;

const pick = <Name extends Kind>(deed: Deed, ...kinds: Name[]) =>
  deed.entries.filter((entry): entry is Deed['entries'][number] & Of<Name> => (kinds as Kind[]).includes(entry.kind));

/** The command that a decision's entries say was given; undefined for a decision that this checker does not know. */
export function commandOf(deed: Deed, limits: Limits): Command | undefined {
  const asked = askedIn(deed);
  return asked && { ...asked, now: deed.at, limits };
}

function askedIn(deed: Deed): Asked | undefined {
  const [first] = deed.entries;
  if (!first) return undefined;
  if (first.kind === 'volunteers') return { do: 'volunteers', records: first.data.records };
  if (first.kind === 'rebuilt') return undefined;
  const { need } = first.data;
  switch (deed.operation) {
    case 'claim': {
      const [entry] = pick(deed, 'held', 'waiting');
      // The line moved first, and took the last place.
      if (!entry) return { do: 'move', need };
      const { volunteer, claim, key, risk = false } = entry.data;
      return { do: 'claim', need, volunteer, claim, key, risk };
    }
    case 'together': {
      const entries = pick(deed, 'held', 'waiting');
      const members = entries.map(({ data }) => ({ claimant: data.volunteer, claim: data.claim, key: data.key }));
      if (members.length === 0) return { do: 'move', need };
      const isTeam = members.some(({ claimant }) => claimant.startsWith('seat:'));
      return { do: 'together', need, team: isTeam, risk: entries[0]?.data.risk ?? false, members };
    }
    case 'release': {
      const entry = pick(deed, 'released', 'declined', 'left').find(({ data }) => data.reason !== 'party-broken');
      if (!entry) return undefined;
      const { volunteer, claim, reason } = entry.data;
      return { do: 'release', need, volunteer, claim, reason, late: reason !== 'volunteer' };
    }
    case 'offer': {
      const [entry] = pick(deed, 'offered');
      if (!entry) return undefined;
      const { volunteer, claim, key = '', source, from = '', till } = entry.data;
      return { do: 'offer', need, volunteer, claim, key, source, from, till };
    }
    case 'answer': {
      const [entry] = pick(deed, 'accepted', 'handed', 'confirmed');
      // Whether a risk was accepted is not told by the entry; it was if it had to be.
      return entry && { do: 'answer', need, volunteer: entry.data.volunteer, claim: entry.data.claim, risk: true };
    }
    case 'choose': {
      const [entry] = pick(deed, 'promoted', 'offered');
      return entry && { do: 'choose', need, volunteer: entry.data.volunteer, claim: entry.data.claim };
    }
    case 'priority': {
      const [entry] = pick(deed, 'priority');
      if (!entry) return undefined;
      const { volunteer, claim, priority } = entry.data;
      return { do: 'priority', need, volunteer, claim, priority };
    }
    case 'places': {
      const [entry] = pick(deed, 'places');
      const leaving = pick(deed, 'released', 'declined').map(({ data: { volunteer: claimant, claim } }) => ({
        claimant,
        claim,
      }));
      return entry && { do: 'places', need, places: entry.data.places, leaving };
    }
    case 'ask': {
      const [entry] = pick(deed, 'asked', 'released');
      if (!entry) return undefined;
      const till = entry.kind === 'asked' ? entry.data.till : entry.data.reason === 'moved' ? 0 : 1;
      return { do: 'ask', need, volunteer: entry.data.volunteer, claim: entry.data.claim, till };
    }
    case 'draw': {
      const [ranked] = pick(deed, 'ranked');
      const [drawn] = pick(deed, 'drawn');
      const { from, order } = ranked?.data ?? { from: 0, order: [] };
      return { do: 'draw', need, from, order, last: drawn !== undefined, seed: drawn?.data.seed ?? '' };
    }
    case 'set': {
      if (first.kind === 'opened') {
        const { publication, revision, places, config, commitment = '' } = first.data;
        return { do: 'set', need, publication, revision, places, config, commitment };
      }
      // A need that was moved keeps its publication: the pool knows which that is.
      if (first.kind !== 'changed') return undefined;
      const { revision, config } = first.data;
      return { do: 'set', need, publication: NaN, revision, places: 0, config, commitment: '' };
    }
    case 'close':
      return {
        do: 'close',
        need,
        what: first.kind === 'stood-down' ? 'stood-down' : 'closed',
        detail: outcomeOf(first),
      };
    case 'widen':
      return first.kind === 'widened'
        ? { do: 'close', need, what: 'widened', detail: String(first.data.wave) }
        : undefined;
    case 'move':
      return { do: 'move', need };
    default:
      return undefined;
  }
}

const outcomeOf = (entry: Fact): string => (entry.kind === 'stood-down' ? (entry.data.outcome ?? '') : '');
