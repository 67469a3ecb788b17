import { registerGoBetween, volunteerId, type Api } from '@huying/standalone';
import { refusalOf } from '../second-story/refusal.js';
import type { Stage } from '../story.js';
import { until } from '../wait.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** China has one time, eight hours ahead of UTC. */
const ZONE_MS = 8 * HOUR_MS;
/** Sessions are at ten in the morning. */
const SESSION_HOUR = 10;

/** 筠连县 in Sichuan, 太和县 in Anhui, 海宁 itself: GB/T 2260. */
const SICHUAN = '511527';
const ANHUI = '341222';
const HAINING = '330481';

/** A volunteer of Xishan whom people from Sichuan trust; the first eight go between for others. */
const GO_BETWEEN = volunteerId(9);

/** What the worker says, in words that must be found in no event. */
export const ASKED = '老板跑了,三个月工资三万元一分没给';
export const MINUTES = '老板家里只肯先出一万,王师傅让到两万四';

/** The case with everybody in it, each with a token of their own. */
export interface Quarrel {
  readonly id: string;
  readonly worker: Api;
  readonly owner: Api;
  readonly mediators: readonly Api[];
  readonly goBetween: Api;
  readonly partyIds: readonly [worker: string, owner: string];
  readonly venueId: string;
}

interface CaseFile {
  readonly id: string;
  readonly state: string;
  readonly parties: readonly { readonly id: string }[];
}

const dayOf = (stage: Stage, days: number): string =>
  new Date(stage.platform.hence(days * 24) + ZONE_MS).toISOString().slice(0, 10);

/** Those who mediate, somebody from Sichuan whom people trust, and a room. */
export async function prepare(stage: Stage): Promise<Pick<Quarrel, 'mediators' | 'goBetween' | 'venueId'>> {
  const { staff } = stage;
  const people = [
    { name: '张乡音', accountId: 'mediator-anhui', hometown: ANHUI, code: 'zhongyuan' },
    { name: '刘乡音', accountId: 'mediator-sichuan', hometown: SICHUAN, code: 'southwestern' },
    { name: '沈娘舅', accountId: 'mediator-haining', hometown: HAINING, code: 'wu-haining' },
  ];
  for (const { code, ...person } of people) {
    await staff.post('/v1/mediators', {
      ...{ ...person, dialects: [{ code, level: 'native' }], fields: ['wages'], loadLimit: 5 },
      ...{ termFrom: dayOf(stage, -200), termUntil: dayOf(stage, 800), standing: '乡音娘舅' },
    });
  }
  await registerGoBetween(staff, {
    ...{ name: '陈老乡', volunteerId: GO_BETWEEN, hometown: SICHUAN, trust: '筠连老乡会副会长' },
    dialects: [{ code: 'southwestern', level: 'native' }],
  });
  const hours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '08:00', until: '21:00' }));
  const venue = await staff.post<{ id: string }>('/v1/venues', {
    ...{ name: '乡音调解室', kind: 'parlour', building: '1幢', capacity: 12, equipment: [], hours },
  });
  return {
    mediators: people.map(({ accountId }) => staff.as('mediator', accountId)),
    goBetween: staff.as('volunteer', GO_BETWEEN),
    venueId: venue.id,
  };
}

/** A worker brings the case; nobody can be called to a session before both sides have consented. */
export async function bring(stage: Stage, there: Pick<Quarrel, 'mediators' | 'goBetween' | 'venueId'>) {
  const { staff } = stage;
  const [worker, owner] = [staff.as('resident', 'worker-wang'), staff.as('resident', 'owner-li')];
  const { id } = await worker.post<{ id: string }>('/v1/cases', {
    ...{ kind: 'wages', asked: ASKED, urgency: 2, about: '兴旺皮革厂' },
    parties: [
      { side: 1, name: '王师傅', phone: '13800138001', hometown: ANHUI, dialects: ['zhongyuan'] },
      { side: 2, name: '李老板', accountId: 'owner-li', hometown: SICHUAN, dialects: ['southwestern'] },
    ],
  });
  const tooEarly = await refusalOf(() => arrange(stage, { id, venueId: there.venueId, by: staff }));
  const sought = await staff.post<CaseFile>(`/v1/cases/${id}/consent-request`);
  await owner.post(`/v1/cases/${id}/consents`);
  const [first, second] = sought.parties;
  if (!first || !second) throw new Error('The case has lost a party.');
  const quarrel: Quarrel = { ...there, id, worker, owner, partyIds: [first.id, second.id] };
  return { quarrel, tooEarly };
}

interface Proposals {
  readonly proposals: readonly {
    mediator: { id: string; name: string; hometownName: string };
    withId: string | null;
  }[];
}

/** Mediators are proposed by hometown and dialect; both sides choose the two who are close to one each. */
export async function choose({ staff }: Stage, { id, worker, owner }: Quarrel): Promise<string[]> {
  const { proposals } = await staff.post<Proposals>(`/v1/cases/${id}/mediator-proposals`);
  const best = proposals[0];
  if (!best) throw new Error('Nobody is proposed as mediator.');
  const mediatorIds = [best.mediator.id, ...(best.withId ? [best.withId] : [])];
  for (const side of [worker, owner]) await side.post(`/v1/cases/${id}/mediator-choices`, { mediatorIds });
  return proposals
    .filter(({ mediator }) => mediatorIds.includes(mediator.id))
    .map(({ mediator }) => `${mediator.name}(${mediator.hometownName})`);
}

/** The next morning at ten. */
function nextMorning({ platform }: Stage): Date {
  const local = platform.hence(24) + ZONE_MS;
  return new Date(Math.floor(local / DAY_MS) * DAY_MS + SESSION_HOUR * HOUR_MS - ZONE_MS);
}

function arrange(
  stage: Stage,
  { id, venueId, by }: { id: string; venueId: string; by: Api },
): Promise<{ id: string; startsAt: string }> {
  const startsAt = nextMorning(stage);
  const endsAt = new Date(startsAt.getTime() + 2 * HOUR_MS);
  return by.post(`/v1/cases/${id}/sessions`, { startsAt, endsAt, venueId });
}

/** What each side names in a session, in yuan. */
export interface Positions {
  readonly worker: readonly number[];
  readonly owner: readonly number[];
}

export interface Held {
  readonly room: string;
  readonly separation: { readonly gapFen: number | null; readonly holdsOut: number } | null;
}

/** A session in a room that is booked by event: the clock moves on to it, they meet, and the mediator records it. */
export async function meet(
  stage: Stage,
  { id, venueId, mediators, partyIds }: Quarrel,
  { positions, outcome }: { positions: Positions; outcome: 'impasse' | 'agreed' },
): Promise<Held> {
  const by = await mediatorOf(id, mediators);
  const session = await arrange(stage, { id, venueId, by });
  const room = await until('the room is booked', async () => {
    const sessions = await by.list<{ id: string; room: string }>(`/v1/sessions?caseId=${id}`);
    const found = sessions.find((one) => one.id === session.id)?.room;
    return found !== 'requested' && found;
  });
  await stage.platform.advance((Date.parse(session.startsAt) - stage.platform.hence(0)) / HOUR_MS + 1);
  const proposal = (side: number) => (yuan: number) => ({ side, amountFen: yuan * 100, terms: '工资' });
  const proposals = [...positions.worker.map(proposal(1)), ...positions.owner.map(proposal(2))];
  const record = { present: partyIds, minutes: MINUTES, proposals, outcome };
  const { separation } = await by.post<Held>(`/v1/sessions/${session.id}/record`, record);
  return { room, separation };
}

/** Whoever of the mediators is on the case. */
export async function mediatorOf(id: string, mediators: readonly Api[]): Promise<Api> {
  for (const one of mediators)
    if ((await one.list<{ id: string }>('/v1/cases')).some((each) => each.id === id)) return one;
  throw new Error('Nobody mediates the case.');
}

interface Invitation {
  readonly id: string;
  readonly state: string;
  readonly goBetween: { readonly name: string; readonly hometownName: string };
}

/** The go-between whom the service proposes: both sides, and they themselves, accept. */
export async function invite({ id, worker, owner, goBetween }: Quarrel): Promise<Invitation> {
  const { items } = await worker.get<{ items: Invitation[] }>(`/v1/cases/${id}/invitations`);
  const [proposed] = items;
  if (!proposed) throw new Error('No go-between is proposed.');
  const path = `/v1/cases/${id}/invitations/${proposed.id}/answers`;
  await worker.post(path, { accept: true });
  await goBetween.post(`/v1/go-betweens/invitations/${proposed.id}/answer`, { accept: true });
  return owner.post<Invitation>(path, { accept: true });
}

/** Yuan, in three instalments. */
export const INSTALMENTS = [8_000, 6_000, 6_000];
/** The first is due so many days after the agreement, each other after the one before. */
const [FIRST_DUE, EACH_DUE] = [10, 30];

/** An agreement in instalments: drafted, confirmed by each side's own token, signed, sealed. */
export async function agree(stage: Stage, { id, worker, owner, mediators, partyIds }: Quarrel): Promise<string> {
  const [workerId, ownerId] = partyIds;
  const by = await mediatorOf(id, mediators);
  const content = {
    ...{ facts: '三个月工资未付', matters: '工资数额与付款时间', terms: '分三期付清两万元', manner: '银行转账' },
    responsibility: [
      { partyId: workerId, text: '无' },
      { partyId: ownerId, text: '拖欠工资,应予支付' },
    ],
    instalments: INSTALMENTS.map((yuan, index) => ({
      ...{ from: ownerId, to: workerId, amountFen: yuan * 100, what: '工资' },
      dueOn: dayOf(stage, FIRST_DUE + EACH_DUE * index),
    })),
  };
  const { id: agreementId } = await by.post<{ id: string }>(`/v1/cases/${id}/agreements`, { form: 'written', content });
  const confirm = (side: Api) => side.post(`/v1/agreements/${agreementId}/confirmations`, { edition: 1 });
  await confirm(worker);
  const alone = await refusalOf(() => stage.staff.post(`/v1/agreements/${agreementId}/seal`));
  if (alone !== 'agreement-not-signed-by-all') throw new Error(`One side alone was refused with ${alone}.`);
  await confirm(owner);
  await by.post(`/v1/agreements/${agreementId}/signature`);
  await stage.staff.post(`/v1/agreements/${agreementId}/seal`);
  return agreementId;
}

/**
 * The clock moves on to the day of each instalment, and the worker says that it came; with the last the agreement is performed, and the file is
 * closed.
 */
export async function perform(
  { staff, platform }: Stage,
  { id, worker }: Quarrel,
  agreementId: string,
): Promise<string> {
  for (const number of INSTALMENTS.keys()) {
    await platform.advance((number === 0 ? FIRST_DUE : EACH_DUE) * 24);
    await worker.post(`/v1/agreements/${agreementId}/performances`, { number: number + 1 });
  }
  const { state } = await staff.post<CaseFile>(`/v1/cases/${id}/closure`);
  return state;
}
