import type { Api } from '@huying/standalone';
import type { Check } from '../place-checks.js';
import { scene } from '../scene.js';
import { refusalOf } from '../second-story/refusal.js';
import type { Stage } from '../story.js';
import { until } from '../wait.js';
import { accountOf } from './estate.js';

const DAY_HOURS = 24;
/** China has one time, eight hours ahead of UTC. */
const ZONE_MS = 8 * 3_600_000;
const RATING_DAYS = 7;

const dayOf = ({ platform }: Stage, days: number): string =>
  new Date(platform.hence(days * DAY_HOURS) + ZONE_MS).toISOString().slice(0, 10);

/** What is found, by which of the team: two of them find most of it. */
const FOUND = [
  { by: 0, severity: 'serious', stage: 1, text: '井道基坑积水' },
  { by: 0, severity: 'dangerous', stage: 1, text: '临边没有护栏' },
  { by: 1, severity: 'minor', stage: 1, text: '建筑垃圾堆在楼道口' },
  { by: 0, severity: 'minor', stage: 2, text: '外墙涂料色差' },
  { by: 1, severity: 'serious', stage: 2, text: '三楼窗台渗水' },
  { by: 2, severity: 'minor', stage: 2, text: '单元门合不拢' },
  { by: 1, severity: 'minor', stage: 2, text: '空调支架松动' },
  { by: 2, severity: 'minor', stage: 2, text: '楼道灯不亮' },
] as const;
/** Which of them is not well done, twice. */
const STUBBORN = 4;

interface Watched {
  readonly workId: string;
  readonly contractor: Api;
  readonly team: readonly Api[];
}

interface Finding {
  readonly id: string;
  readonly state: string;
  readonly reopenedTimes: number;
}

const supervisor = (number: number): string => `supervisor-${number + 1}`;

/** Works for what was decided, with a contractor and a team of three residents. */
async function begin(stage: Stage, decisionId: string | undefined): Promise<Watched> {
  const { staff } = stage;
  const { id: workId } = await staff.post<{ id: string }>('/v1/works', {
    ...{
      title: '3幢加装电梯与外立面改造',
      decisionId,
      contractor: '海宁安居建设',
      contractorAccount: 'contractor-anju',
    },
    ...{ budgetFen: 86_000_000, plan: '加装电梯三部,外立面粉刷,楼道照明更新' },
    stages: [
      { name: '土建', fromOn: dayOf(stage, 0), untilOn: dayOf(stage, 30) },
      { name: '外立面', fromOn: dayOf(stage, 20), untilOn: dayOf(stage, 60) },
    ],
  });
  const people = [0, 1, 2].map(supervisor);
  for (const personId of people) {
    const term = { fromOn: dayOf(stage, 0), untilOn: dayOf(stage, 180) };
    await staff.post(`/v1/works/${workId}/supervisors`, { personId, ...term });
  }
  const team = people.map((personId) => staff.as('resident', personId));
  return { workId, contractor: staff.as('contractor', 'contractor-anju'), team };
}

/** Eight findings; the one who found a fault does not get to say that it is gone. */
async function find({ workId, team }: Watched): Promise<{ ids: string[]; own: string }> {
  const ids: string[] = [];
  for (const { by, ...fault } of FOUND) {
    const finding = { workId, building: '3幢', ...fault };
    ids.push((await memberOf(team, by).post<Finding>('/v1/findings', finding)).id);
  }
  return { ids, own: await refusalOf(() => memberOf(team, 0).post(`/v1/findings/${ids[0]}/recheck`, PASSED)) };
}

const PASSED = { passed: true, text: '复查合格' };
const NOT_PASSED = { passed: false, text: '还在渗水' };

function memberOf(team: readonly Api[], number: number): Api {
  const member = team[number % team.length];
  if (!member) throw new Error('Nobody is in the team.');
  return member;
}

/** Two days later all are rectified and checked by others; one is not well done, twice. */
async function rectifyAll({ platform }: Stage, { contractor, team }: Watched, ids: readonly string[]): Promise<number> {
  await platform.advance(2 * DAY_HOURS);
  let times = 0;
  for (const [index, id] of ids.entries()) {
    const { by } = FOUND[index] ?? FOUND[0];
    const rectify = () => contractor.post(`/v1/findings/${id}/rectification`, { text: '已整改' });
    const check = (next: number, outcome: object) =>
      memberOf(team, by + next).post<Finding>(`/v1/findings/${id}/recheck`, outcome);
    await contractor.post(`/v1/findings/${id}/answer`, { text: '安排返工' });
    await rectify();
    if (index === STUBBORN) {
      for (const next of [1, 2]) {
        times = (await check(next, NOT_PASSED)).reopenedTimes;
        await rectify();
      }
    }
    await check(1, PASSED);
  }
  return times;
}

/** All faults are gone, so the works are completed, and households say what they make of them. */
async function complete(stage: Stage, { workId }: Watched): Promise<{ households: number; mean: number | null }> {
  const { staff, platform } = stage;
  await staff.post(`/v1/works/${workId}/completion`, { ratingDays: RATING_DAYS });
  for (const [index, satisfaction] of [5, 5, 4].entries()) {
    await staff.as('resident', accountOf(index)).post(`/v1/works/${workId}/ratings`, { satisfaction });
  }
  await platform.advance(RATING_DAYS * DAY_HOURS);
  return until('households have had their time', async () => {
    const { state, satisfaction } = await staff.get<{
      state: string;
      satisfaction: { households: number; mean: number | null };
    }>(`/v1/works/${workId}`);
    return state === 'closed' && satisfaction;
  });
}

interface Candidate {
  readonly personId: string;
  readonly points: number;
}

interface Coverage {
  readonly offices: readonly { readonly office: string; readonly territories: number; readonly held: number }[];
}

/** The two who have done most are asked, and take a stairwell each; a third stairwell stays vacant. */
async function appoint(
  stage: Stage,
): Promise<{ stewards: string[]; unasked: string; stairwells: number; held: number }> {
  const { staff } = stage;
  const enter = (kind: string, name: string, parentId?: string) =>
    staff.post<{ id: string }>('/v1/appointments/territories', { kind, name, parentId });
  const grid = await enter('grid', '西山第一网格');
  const microGrid = await enter('micro-grid', '西山第一微网格', grid.id);
  const building = await enter('building', '3幢', microGrid.id);
  const stairwells = [];
  for (const name of ['1单元', '2单元', '3单元']) stairwells.push(await enter('stairwell', name, building.id));
  const { items } = await staff.get<{ items: Candidate[] }>('/v1/appointments/candidates');
  const stewards = items
    .map(({ personId }) => personId)
    .filter((personId) => personId.startsWith('supervisor-'))
    .slice(0, 2);
  let unasked = '';
  for (const [index, personId] of stewards.entries()) {
    const { id } = await staff.post<{ id: string }>('/v1/appointments', {
      ...{ office: 'stairwell-steward', territoryId: stairwells[index]?.id, personId },
      ...{ fromOn: dayOf(stage, 0), untilOn: dayOf(stage, 700) },
    });
    unasked = await refusalOf(() => staff.post(`/v1/appointments/${id}/confirmation`));
    await staff.as('resident', personId).post(`/v1/appointments/${id}/answer`, { willing: true });
    await staff.post(`/v1/appointments/${id}/confirmation`);
  }
  const { offices } = await staff.get<Coverage>('/v1/appointments/coverage');
  const { territories = 0, held = 0 } = offices.find(({ office }) => office === 'stairwell-steward') ?? {};
  return { stewards, unasked, stairwells: territories, held };
}

/**
 * Residents watch works: eight findings, one reopened twice; two of those who watched become stewards of a stairwell.
 * @param decisionId the round whose result the works carry out
 */
export async function playWorks(stage: Stage, { decisionId }: { decisionId?: string } = {}): Promise<Check[]> {
  const works = await scene({
    title: 'Works begin',
    play: () => begin(stage, decisionId),
    outcome: ({ team }) => `Works begin (工程): lifts and facades, watched by ${team.length} residents (居民监督团)`,
  });
  const { ids, own } = await scene({
    title: 'Residents find faults',
    play: () => find(works),
    outcome: (found) =>
      `They find ${found.ids.length} faults (挑刺); whoever found one does not say that it is gone (${found.own})`,
  });
  const open = await scene({
    title: 'The works are not done',
    play: () => refusalOf(() => stage.staff.post(`/v1/works/${works.workId}/completion`, { ratingDays: RATING_DAYS })),
    outcome: (code) => `With serious faults open the works are not completed (${code})`,
  });
  const times = await scene({
    title: 'Faults are rectified',
    play: () => rectifyAll(stage, works, ids),
    outcome: (count) => `The contractor rectifies them (整改), others check (复查): one is reopened ${count} times`,
  });
  const satisfaction = await scene({
    title: 'Households say what they make of it',
    play: () => complete(stage, works),
    outcome: ({ households, mean }) =>
      `${households} households say how satisfied they are (满意度): ${mean?.toFixed(2)} of 5`,
  });
  const path = await scene({
    title: 'Two become stewards',
    play: () => appoint(stage),
    outcome: ({ stewards, held, stairwells }) =>
      `${stewards.length} of them become stewards (楼道红管家), of their own will: ${held} of ${stairwells} stairwells have one`,
  });
  return checkWorks(stage, { works, ids, own, open, times, satisfaction, path });
}

interface Evidence {
  readonly works: Watched;
  readonly ids: readonly string[];
  readonly own: string;
  readonly open: string;
  readonly times: number;
  readonly satisfaction: { readonly households: number; readonly mean: number | null };
  readonly path: Awaited<ReturnType<typeof appoint>>;
}

/** Looks past the code of the service: at its tables, at the events, and for what must stand in neither. */
async function checkWorks({ stores, onlooker }: Stage, evidence: Evidence): Promise<Check[]> {
  const { works, ids, own, open, times, satisfaction, path } = evidence;
  const { workId } = works;
  const told = (type: string, id: string, field: string) =>
    onlooker.about(id, `huying.deliberation.v1.${type}`, field).length;
  const ofAll = (type: string) => ids.reduce((sum, id) => sum + told(type, id, 'findingId'), 0);
  const appointed = () => path.stewards.reduce((sum, personId) => sum + told('RoleAppointed', personId, 'personId'), 0);
  await until('the end of the works and both stewards are on Kafka', () =>
    Promise.resolve(told('WorkClosed', workId, 'workId') === 1 && appointed() === path.stewards.length),
  );
  const closed = await stores.count('deliberation', `findings WHERE work_id = $1 AND state = 'closed'`, [workId]);
  const alone = await stores.count(
    'deliberation',
    `findings f JOIN finding_notes n ON n.finding_id = f.id AND n.kind IN ('reopened', 'closed')
     WHERE f.work_id = $1 AND n.written_by IN (f.raised_by, f.rectified_by)`,
    [workId],
  );
  const leaks = [...FOUND.map(({ text }) => text), NOT_PASSED.text].filter((text) => onlooker.hasHeard(text));
  const readable = await stores.count('deliberation', `finding_notes WHERE text ~ '[一-龥]'`);
  const [raised, reopened, ended] = [ofAll('FindingRaised'), ofAll('FindingReopened'), ofAll('FindingClosed')];
  return [
    {
      what: 'supervision: findings, their table and their events end alike',
      ok: [ids.length, closed, raised, ended].every((count) => count === FOUND.length) && reopened === 2 && times === 2,
      detail: `${closed} closed of ${raised} raised, ${reopened} times reopened`,
    },
    {
      what: 'supervision: nobody checked what they found or rectified themselves',
      ok: own === 'finding-own-finding' && alone === 0,
      detail: `${alone} alone`,
    },
    {
      what: 'supervision: works with serious findings open were not completed',
      ok: open === 'work-gravely-flawed' && told('WorkCompleted', workId, 'workId') === 1,
      detail: `refused with ${open}`,
    },
    {
      what: 'supervision: households were counted once each',
      ok: satisfaction.households === 3 && Math.abs((satisfaction.mean ?? 0) * 3 - 14) < 1e-9,
      detail: `${satisfaction.households} households`,
    },
    {
      what: 'supervision: stewards hold one stairwell each, by their own word',
      ok: appointed() === 2 && path.unasked === 'appointment-not-willing' && path.held === 2 && path.stairwells === 3,
      detail: `${path.held} of ${path.stairwells} stairwells`,
    },
    {
      what: 'supervision: what residents said is in no event, and encrypted in the database',
      ok: leaks.length === 0 && readable === 0,
      detail: `${leaks.length} heard, ${readable} readable`,
    },
  ];
}
