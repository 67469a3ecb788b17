import type { OtherStories } from '../figures.js';
import type { Check } from '../place-checks.js';
import { scene } from '../scene.js';
import type { Stage } from '../story.js';
import { checkQuarrel } from './checks.js';
import * as quarrel from './quarrel.js';
import * as workshop from './workshop.js';

const yuan = (fen: number | null): string => `¥${((fen ?? 0) / 100).toLocaleString('en')}`;

/** The third story: a quarrel about wages, settled with somebody from home in between; meanwhile a warning. */
export async function playThirdStory(stage: Stage): Promise<{ checks: Check[] } & Pick<OtherStories, 'mediation'>> {
  const there = await scene({
    title: 'Mediators by hometown',
    play: () => quarrel.prepare(stage),
    outcome: ({ mediators }) =>
      `${mediators.length} mediators (乡音娘舅), each with a hometown and a dialect, and a go-between whom people of Sichuan trust`,
  });
  const { quarrel: one, tooEarly } = await scene({
    title: 'A worker is not paid',
    play: () => quarrel.bring(stage, there),
    outcome: (brought) =>
      `A worker’s owner ran off (讨薪): the case is brought; a session before both consent is refused (${brought.tooEarly}); then both do`,
  });
  await scene({
    title: 'Both choose who mediates',
    play: () => quarrel.choose(stage, one),
    outcome: (names) => `Both sides choose among those proposed, with reasons (当事人选择): ${names.join(', ')}`,
  });
  const first = await scene({
    title: 'The first session',
    play: () => quarrel.meet(stage, one, { positions: { worker: [30_000], owner: [10_000] }, outcome: 'impasse' }),
    outcome: ({ separation, room }) =>
      `The first session (调解会), in a room that is ${room} by event, fails over the sum: ${yuan(separation?.gapFen ?? 0)} apart`,
  });
  const second = await scene({
    title: 'The second session',
    play: () => quarrel.meet(stage, one, { positions: { worker: [24_000], owner: [11_000] }, outcome: 'impasse' }),
    outcome: ({ separation }) =>
      `The second fails too: ${yuan(separation?.gapFen ?? 0)} apart, and side ${separation?.holdsOut} holds out`,
  });
  const invited = await scene({
    title: 'A go-between',
    play: () => quarrel.invite(one),
    outcome: ({ goBetween, state }) =>
      `A go-between from the home of that side (中间人), ${goBetween.name} from ${goBetween.hometownName}, is ${state} by all`,
  });
  const agreementId = await scene({
    title: 'An agreement',
    play: async () => {
      await quarrel.meet(stage, one, { positions: { worker: [20_000], owner: [20_000] }, outcome: 'agreed' });
      return quarrel.agree(stage, one);
    },
    outcome: () =>
      `With them in between they agree (调解协议): ${quarrel.INSTALMENTS.length} instalments, confirmed by each side’s own token, signed and sealed`,
  });
  const calls = await scene({
    title: 'Meanwhile, at the hotline',
    play: () => workshop.elevenCalls(stage),
    outcome: (ids) => `Meanwhile ${ids.length} people call the hotline about unpaid wages`,
  });
  const warning = await scene({
    title: 'The service notices',
    play: () => workshop.hearWarning(stage),
    outcome: ({ afterComplaints, about, sureness }) =>
      `By complaint ${afterComplaints} the service notices that they point to ${about} (群体纠纷预警), ${sureness}; staff confirm`,
  });
  const state = await scene({
    title: 'What was agreed is done',
    play: () => quarrel.perform(stage, one, agreementId),
    outcome: (closed) =>
      `Each instalment is paid on its day (履行回访), the last seventy days later; the file is ${closed}`,
  });
  const checks = await checkQuarrel(stage, { quarrel: one, agreementId, warningId: warning.id });
  const counted: Check = {
    what: 'mediation: the warning came before the tenth complaint',
    ok: warning.afterComplaints < 10 && calls.length === workshop.CALLS,
    detail: `at complaint ${warning.afterComplaints}`,
  };
  return {
    checks: [...checks, counted],
    mediation: {
      ...{ sessions: 3, impasses: 2, state, refusedBeforeConsent: tooEarly, goBetween: invited.state },
      ...{ gapsFen: [first.separation?.gapFen ?? null, second.separation?.gapFen ?? null] },
      ...{ instalments: quarrel.INSTALMENTS.length, calls: calls.length, warnedAt: warning.afterComplaints },
    },
  };
}
