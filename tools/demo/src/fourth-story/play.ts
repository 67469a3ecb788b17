import { faultsOf } from '@huying/deliberation';
import { ApiRefusal, type Api } from '@huying/standalone';
import pMap from 'p-map';
import { counted, type OtherStories } from '../figures.js';
import type { Check } from '../place-checks.js';
import { scene } from '../scene.js';
import type { Stage } from '../story.js';
import { until } from '../wait.js';
import { enterEstate, LIFT, type Home } from './estate.js';
import { brokenReceipts, CHECKLIST, forTheLift, holdRound, liftHomes, votesOnPaper, type Vote } from './voting.js';
import { playWorks } from './works.js';

/** What different people say to the hotline before anybody votes. */
const CALLS = ['下班回来根本找不到停车位,绕了半个小时', '老楼没有电梯,想加装电梯,怎么申请'];
/** As many callers as make a common problem. */
const CALLERS = 5;
/** Items of the catalogue: lifts, parking. */
const COMMON = ['GS-001', 'GS-003'];
const SUPPORTERS = 120;
const AT_ONCE = 16;
/** Rounds are open so much longer than the votes should take. */
const LEEWAY = 1.5;
/** A household must have been known for so long before it proposes or supports. */
const SETTLED_HOURS = 31 * 24;
/** What most want stands first in the checklist of the story. */
const WANTED = 3;
const MOST_TICKS = 5;
const FOR_VOLUNTEERS = '楼道照明';

interface CommonProblem {
  readonly id: string;
  readonly catalogueItemCode: string;
}

interface Proposal {
  readonly id: string;
  readonly state: string;
  readonly consultationId: string | null;
}

/** A share of the rule's test of agreement by area, in percent. */
function agreedArea({ published }: Vote): number {
  const test = published.result.tests.find(({ of, by }) => of === 'agreement' && by === 'area');
  return test ? Math.round((100 * Number(test.have)) / Number(test.outOf)) : 0;
}

/**
 * Residents decide: parking and lifts come up in calls, a proposal finds supporters, all households say whether, what, and one
 * stairwell how, which fails by area and passes in a further round; then works that they watch.
 */
export async function playFourthStory(stage: Stage): Promise<{ checks: Check[] } & Pick<OtherStories, 'voting'>> {
  const { platform } = stage;
  const homes = await scene({
    title: 'Households come in as a file',
    play: async () => {
      const entered = await enterEstate(stage);
      await platform.advance(SETTLED_HOURS);
      return entered;
    },
    outcome: (all) => `${counted(all.length)} households (住户) of an old estate are entered from a file`,
  });
  const online = homes.filter((_, index) => !votesOnPaper(index));
  const problems = await scene({
    title: 'Parking and lifts come up in calls',
    play: () => findProblems(stage),
    outcome: (found) =>
      `Parking and lifts come up in ${CALLS.length * CALLERS} calls, and ${found.length} common problems (共性问题) surface by themselves`,
  });
  const { consultationId, pace } = await scene({
    title: 'A resident proposes',
    play: () => propose(stage, online, problems[0]?.id),
    outcome: ({ supporters }) =>
      `A resident proposes to renew the estate (居民提议); ${supporters} households stand for it, and it is taken up`,
  });
  const whether = await scene({
    title: 'Whether',
    play: () =>
      holdRound(
        stage,
        consultationId,
        {
          ...{ purpose: 'whether', method: 'yes-no', rule: 'residents-meeting', scope: {} },
          question: '是否同意改造小区?',
        },
        { homes, choose: (index) => [index % 10 === 0 ? 'no' : 'yes'], onPaper: votesOnPaper, pace },
      ),
    outcome: ({ published: { took, result } }) =>
      `Whether to do it (第一轮): ${counted(took.app)} vote by app, ${counted(took.paper)} on paper that two people read (票箱与名册分离): ${result.outcome}`,
  });
  const what = await scene({
    title: 'What',
    play: () =>
      holdRound(
        stage,
        consultationId,
        {
          ...{ purpose: 'what', method: 'checklist', rule: 'simple-count', scope: {}, mostTicks: MOST_TICKS },
          ...{ question: '改造什么?最多选五项。', options: CHECKLIST },
        },
        // Whoever has the app; papers were for the first question.
        { homes: online, choose: ticksOf, onPaper: () => false, pace: whether.pace / LEEWAY },
      ),
    outcome: ({ published: { ballots, options, result } }) => {
      const first = result.counts.slice(0, WANTED).map(({ choice }) => options.find(({ id }) => id === choice)?.text);
      return `What to do (第二轮), a checklist of ${CHECKLIST.length} (勾选清单): of ${counted(ballots.length)} ballots the most want ${first.join('、')}`;
    },
  });
  const needId = await scene({
    title: 'What volunteers can do',
    play: () => askVolunteers(stage, what),
    outcome: () => 'Of that list volunteers can do one thing themselves (楼道照明): it becomes a need (需求)',
  });
  const stairwell = liftHomes(homes);
  const how = (title: string, won: number, question: string) =>
    scene({
      title,
      play: () =>
        holdRound(
          stage,
          consultationId,
          { ...{ purpose: 'how', method: 'yes-no', rule: 'owners-qualified', scope: LIFT }, question },
          { homes: stairwell, choose: forTheLift(won), onPaper: votesOnPaper, pace },
        ),
      outcome: (vote) =>
        `${title} (民法典第二百七十八条): of the area of those who vote ${agreedArea(vote)} % agree, and three quarters must: ${vote.published.result.outcome}`,
    });
  const first = await how('How, with equal shares of the cost', 0, '2单元加装电梯,费用均摊?');
  const second = await how('How, with shares by floor', 3, '2单元加装电梯,费用按楼层分摊、顶楼大户补偿?');
  const workChecks = await playWorks(stage, { decisionId: second.id });
  const votes = [whether, what, first, second];
  const checks = [...(await checkVotes(stage, votes)), await checkFollowing(stage, what, needId), ...workChecks];
  return { checks, voting: figuresOf(whether, what, first, second) };
}

/** Different people call about the same; within the hour it is noticed. */
async function findProblems({ staff, platform }: Stage): Promise<CommonProblem[]> {
  for (const text of CALLS) {
    for (let caller = 0; caller < CALLERS; caller += 1) {
      await staff.post('/v1/calls', { channel: 'hotline', text, callerId: `caller-${caller}` });
    }
  }
  await platform.advance(1);
  return until('what many call about is noticed', async () => {
    const found = await staff.list<CommonProblem>('/v1/common-problems');
    const both = found.filter(({ catalogueItemCode }) => COMMON.includes(catalogueItemCode));
    return both.length === COMMON.length && both;
  });
}

/** A proposal of one who has the app, its supporters, and how fast the platform has answered them. */
async function propose(stage: Stage, online: readonly Home[], commonProblemId: string | undefined) {
  const { staff } = stage;
  await pMap(online, ({ account }) => account.bearer(), { concurrency: AT_ONCE });
  const [maker, ...others] = online.map(({ account }) => account);
  if (!maker) throw new Error('Nobody lives in the estate.');
  const { id } = await maker.post<Proposal>('/v1/proposals', {
    text: '老小区要改造:停车、电梯、外墙',
    place: '西山小区',
  });
  const supporters = others.slice(0, SUPPORTERS - 1);
  const support = async (of: readonly Api[]) => {
    const started = Date.now();
    await pMap(of, (one) => one.post(`/v1/proposals/${id}/support`, { supports: true }), { concurrency: AT_ONCE });
    return (1_000 * of.length) / (Date.now() - started);
  };
  // The first are slower: nobody has asked for this before them.
  const half = Math.floor(supporters.length / 2);
  await support(supporters.slice(0, half));
  const pace = (await support(supporters.slice(half))) / LEEWAY;
  const wish = { title: '西山老小区改造', description: '做不做、做什么、怎么做,由居民说了算。', commonProblemId };
  const { consultationId } = await until('the common problem is known where residents decide', () =>
    staff.post<Proposal>(`/v1/proposals/${id}/consultation`, wish).catch((error: unknown) => {
      if (error instanceof ApiRefusal && error.code === 'consultation-problem-unknown') return undefined;
      throw error;
    }),
  );
  if (!consultationId) throw new Error('The proposal was not taken up.');
  return { consultationId, pace, supporters: supporters.length + 1 };
}

/** Three that nearly all want, and two more by the number of the home. */
function ticksOf(index: number): string[] {
  const others = CHECKLIST.length - WANTED;
  const more = [index % others, (index + 1) % others].map((other) => WANTED + other);
  return [...(index % 7 === 0 ? [0] : [0, 1, 2]), ...more].map((option) => `o${option + 1}`);
}

interface Priority {
  readonly option: { readonly id: string; readonly text: string };
  readonly needIds: readonly string[];
}

/** What is on the list and needs no contractor; ready once the request service has raised the need. */
async function askVolunteers({ staff }: Stage, { id, published: { options } }: Vote): Promise<string> {
  const option = options.find(({ text }) => text === FOR_VOLUNTEERS);
  const { needId } = await staff.post<{ needId: string }>(`/v1/rounds/${id}/needs`, {
    ...{ optionId: option?.id, catalogueItemCode: 'GS-001', places: 4, place: '3幢各楼道', personInCharge: '李主任' },
    ...{ startsAt: '2099-05-01T09:00:00+08:00', endsAt: '2099-05-01T11:00:00+08:00' },
  });
  return until('the need is raised', async () => {
    const need = await staff.get<{ id: string }>(`/v1/needs/${needId}`).catch(() => undefined);
    return need?.id;
  });
}

async function checkFollowing({ staff, onlooker }: Stage, { id }: Vote, needId: string): Promise<Check> {
  const { items } = await staff.get<{ items: Priority[] }>(`/v1/rounds/${id}/priorities`);
  const following = items.filter(({ needIds }) => needIds.includes(needId)).map(({ option }) => option.text);
  const raised = onlooker.about(needId, 'huying.request.v1.NeedRaised', 'needId').length;
  return {
    what: 'voting: what volunteers can do of the list is a need, and the list says so',
    ok: following.join() === FOR_VOLUNTEERS && raised === 1,
    detail: `${following.join()}, raised ${raised} times`,
  };
}

function figuresOf(whether: Vote, what: Vote, ...how: Vote[]): OtherStories['voting'] {
  const { took } = whether.published;
  const late = [whether, what, ...how].reduce((sum, vote) => sum + vote.late, 0);
  return {
    ...{ households: whether.homes, app: took.app, paper: took.paper, late },
    ...{ whether: whether.published.result.outcome, ticked: what.published.ballots.length },
    how: how.map((vote) => ({ outcome: vote.published.result.outcome, areaPercent: agreedArea(vote) })),
  };
}

/** Looks past the code of the service: at what is published, at its tables, at the events. */
async function checkVotes({ stores, onlooker }: Stage, votes: readonly Vote[]): Promise<Check[]> {
  const ids = votes.map(({ id }) => id);
  const told = (type: string) =>
    ids.filter((id) => onlooker.about(id, `huying.deliberation.v1.${type}`, 'roundId').length === 1);
  await until('the decisions are on Kafka', () => Promise.resolve(told('DecisionReached').length === ids.length));
  const acknowledged = votes.reduce((sum, { receipts, papers }) => sum + receipts.length + papers, 0);
  const ballots = votes.flatMap(({ published }) => published.ballots);
  const faults = votes.flatMap(({ published }) => faultsOf(published));
  const broken = votes.reduce((sum, vote) => sum + brokenReceipts(vote), 0);
  const [{ published } = { published: undefined }] = votes;
  const altered = published && {
    ...published,
    ballots: published.ballots.map((ballot, index) => (index === 0 ? { ...ballot, choice: ['abstain'] } : ballot)),
  };
  const links = await stores.count('deliberation', 'roll WHERE sealed IS NOT NULL AND round_id = ANY ($1)', [ids]);
  const left = await stores.count('deliberation', 'box WHERE round_id = ANY ($1)', [ids]);
  const outcomes = votes.map((vote) => vote.published.result.outcome);
  const rules = ['RoundOpened', 'RoundClosed', 'DecisionReached'].map((type) => told(type).length);
  return [
    {
      what: 'voting: every ballot that was acknowledged is published, and no other',
      ok: acknowledged === ballots.length && new Set(ballots.map(({ id }) => id)).size === ballots.length,
      detail: `${counted(acknowledged)} acknowledged, ${counted(ballots.length)} published`,
    },
    {
      what: 'voting: counted again from what is published alone',
      ok: faults.length === 0 && altered !== undefined && faultsOf(altered).length > 0,
      detail: faults.join(' ') || `${votes.length} results hold; one ballot altered is noticed`,
    },
    {
      what: 'voting: receipts open the ballots of those who have them',
      ok: broken === 0,
      detail: `${broken} do not`,
    },
    {
      what: 'voting: whose a ballot was, nobody can tell any more',
      ok: links === 0 && left === 0,
      detail: `${links} links, ${left} ballots in boxes`,
    },
    {
      what: 'voting: fails by area, and passes in a further round',
      ok: outcomes.join() === 'passed,counted,failed,passed',
      detail: outcomes.join(', '),
    },
    {
      what: 'voting: each round is opened, closed and decided once on Kafka',
      ok: rules.every((count) => count === ids.length),
      detail: rules.join(', '),
    },
  ];
}
