import { Chance, COMMUNITY, seedLife, type Api, type People } from '@huying/standalone';
import { begin, type Beginnings } from './beginnings.js';
import { checkConsistency, type Findings } from './consistency.js';
import { counted, latenciesOf, type Figures, type OtherStories } from './figures.js';
import { TITLES } from '@huying/infrastructure';
import { falsify } from './falsify.js';
import { playFourthStory } from './fourth-story/play.js';
import { Onlooker } from './onlooker.js';
import type { DemoOptions } from './options.js';
import { RushHour } from './rush.js';
import type { Check } from './place-checks.js';
import { scene } from './scene.js';
import { playSecondStory } from './second-story/play.js';
import { playThirdStory } from './third-story/play.js';
import { awaitVolunteersKnown, getTokens, ownPlatform, registerVolunteers, staffOf } from './set-up.js';
import { Stores } from './stores.js';
import * as otherWays from './other-ways.js';
import * as story from './story.js';
import type { Stage } from './story.js';
import { checksTable, eventsTable, figuresTable, fourthTable, secondTable, thirdTable } from './tables.js';

/** What is to be ended when the story is over or breaks off; the last first. */
export type Endings = (() => Promise<unknown>)[];

/**
 * Plays the main job from the call to the counted service, then a holiday term and the chairs for the park, then a quarrel about wages, then what
 * residents decide and the works that they watch (or the main job alone), prints it, and compares what every part holds of it.
 * @param begun what has begun already
 */
export async function playDemo(options: DemoOptions, begun?: Beginnings): Promise<Figures> {
  const endings: Endings = [];
  let ending: Promise<void> | undefined;
  const end = () =>
    (ending ??= (async () => {
      for (let last = endings.pop(); last; last = endings.pop()) await last();
    })());
  const interrupt = () => void end().finally(() => process.exit(130));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    return await playOn(await setTheStage(options, endings, begun), endings);
  } finally {
    await end();
  }
}

/**
 * Servers, the platform, volunteers who are known everywhere, each with a token. What is to be ended goes into `endings`.
 * @param begun what has begun already
 */
export async function setTheStage(options: DemoOptions, endings: Endings, begun: Beginnings = begin()): Promise<Stage> {
  endings.push(() => begun.platform.stop());
  const servers = await scene({
    title: 'Starting Kafka, PostgreSQL and Redis',
    play: (say) => begun.servers.whenStarted(say),
    outcome: ({ chosen }) => `Kafka, PostgreSQL and Redis answer (${chosen.kafka.origin})`,
  });
  endings.push(() => servers.stop());
  const platform = await scene({
    title: 'Starting the platform 呼应',
    play: () => begun.platform.start(ownPlatform(servers)),
    outcome: ({ url }) => `The platform 呼应 answers: requests, volunteers, claims (${url})`,
  });
  // Before its servers.
  endings.push(() => platform.stop());
  const stores = new Stores(servers.environment, COMMUNITY.id);
  endings.push(() => stores.close());
  const onlooker = await Onlooker.start(servers.environment.KAFKA_BROKERS);
  endings.push(() => onlooker.stop());

  const staff = staffOf(platform);
  const people = await scene({
    title: 'Volunteers register',
    play: (say) => registerVolunteers(staff, options, say),
    outcome: ({ groupIds }) =>
      `${counted(options.volunteers)} volunteers (志愿者) of ${COMMUNITY.name} register, in ${groupIds.size} groups (志愿群)`,
  });
  const rushers = await scene({
    title: 'Each gets a token',
    play: async () => {
      const tokens = await getTokens(platform, people.volunteers);
      await awaitVolunteersKnown(stores, options);
      return tokens;
    },
    outcome: () => 'Each has a token, and the claim service knows who can do what, from events alone',
  });
  if (!options.bare) await bringToLife(staff, people, options.seed);
  return { options, servers, platform, staff, stores, onlooker, people, rushers };
}

const bringToLife = (staff: Api, people: People, seed: number) =>
  scene({
    title: `${COMMUNITY.name} is brought to life`,
    play: () => seedLife(staff, people, seed),
    outcome: ({ calls, organizations, partners, mediators }) =>
      `${COMMUNITY.name} is brought to life, the same as in npm start: ${calls} calls, ${organizations} organisations (社会组织), ${partners} partners (联合会), ${mediators} mediators (乡音娘舅)`,
  });

async function playOn(stage: Stage, endings: Endings): Promise<Figures> {
  const { options, platform, staff, stores, onlooker, rushers } = stage;
  const call = await scene({
    title: 'A resident calls',
    play: () => story.takeCall(stage),
    outcome: ({ text }) => `A resident calls (来电): “${text}”`,
  });
  const draft = await scene({
    title: 'The call becomes a need',
    play: async () => {
      const need = await story.raiseNeed(stage, call);
      await story.fillAnotherNeed(stage, need);
      return need;
    },
    outcome: () =>
      `It is about ${call.item}, confidence ${call.confidence.toFixed(2)}: a need (需求) with ${counted(options.places)} places (名额), tomorrow for two hours`,
  });
  const rush = new RushHour(platform.url, draft.id, new Chance(options.seed));
  endings.push(() => rush.end());
  const need = await scene({
    title: 'The need is published',
    play: () => story.publishNeed(stage, draft, rush),
    outcome: () => {
      const early = rush.result.refused['not-open-yet'] ?? 0;
      return `It is published to ${story.CALLED_GROUPS.length} groups, claiming opens in 2 s; ${early} who press too early hear “not open yet”`;
    },
  });
  await scene({
    title: `${counted(rushers.length)} volunteers rush for ${counted(options.places)} places (秒杀)`,
    play: () => story.rushForPlaces(stage, need, rush),
    outcome: () => {
      const { held, waiting } = story.toldCounts(rush);
      const refused = Object.values(rush.result.refused).reduce((sum, count) => sum + count, 0);
      return `${counted(rushers.length)} rush for ${counted(options.places)} places (秒杀): ${counted(held)} hold one (认领), ${counted(waiting)} wait in line (候补), ${counted(refused)} refusals, each with its reason`;
    },
  });
  const givenBack = await scene({
    title: 'One gives the place back',
    play: () => story.givePlaceBack(stage, rush),
    outcome: ({ place, tookMs }) => `One gives place ${place} back; the first in line has it after ${tookMs} ms`,
  });
  const holders = await scene({
    title: 'Next day: check-in',
    play: () => story.checkIn(stage, need, givenBack),
    outcome: (all) =>
      `Next day (the platform’s clock is moved ahead): ${all.length} check in with the code on the door (签到)`,
  });
  await scene({
    title: 'Two hours later: check-out',
    play: () => story.checkOut(stage, need, holders),
    outcome: (minutes) =>
      `Two hours later they check out (签退): ${counted(minutes)} minutes enter their service records (服务时长)`,
  });
  const closed = await scene({
    title: 'The caller is asked',
    play: () => story.askCaller(stage, need),
    outcome: ({ rating, state }) =>
      `The caller is asked whether it helped (满意度): ${rating} of 5. The need is ${state}`,
  });
  const otherChecks = await playOtherWays(stage);
  const others = options.mainJob ? undefined : await playOtherStories(stage);
  const readNeed = () => staff.get<story.Need>(`/v1/needs/${need.id}`);
  const compare = () =>
    scene({
      title: 'Comparing what Redis, PostgreSQL, Kafka and the services hold',
      play: () =>
        checkConsistency({ need, places: options.places, told: story.told(rush), stores, onlooker, readNeed }),
      outcome: ({ checks }) =>
        `${checks.filter(({ ok }) => ok).length} of ${checks.length} comparisons of Redis, PostgreSQL, Kafka and the services agree`,
    });
  const findings = await compare();
  const checks = [...findings.checks, ...otherChecks, ...(others?.checks ?? [])];
  const figures = conclude(stage, rush, closed, { ...findings, checks }, others?.stories);
  const { falsify: server } = options;
  if (!server) return figures;
  await scene({
    title: `Falsifying what ${TITLES[server]} holds`,
    play: () => falsify(stage, need.id, server),
    outcome: () => `What ${TITLES[server]} holds of the need is falsified`,
  });
  const { checks: again } = await compare();
  printChecks(again);
  return { ...figures, consistent: again.every(({ ok }) => ok) };
}

async function playOtherStories(stage: Stage): Promise<{ checks: Check[]; stories: OtherStories }> {
  const { checks: ofSecond, ...second } = await playSecondStory(stage);
  const { checks: ofThird, ...third } = await playThirdStory(stage);
  const { checks: ofFourth, ...fourth } = await playFourthStory(stage);
  return { checks: [...ofSecond, ...ofThird, ...ofFourth], stories: { ...second, ...third, ...fourth } };
}

function printChecks(checks: readonly Check[]): void {
  console.log(checksTable(checks));
  console.log(checks.every(({ ok }) => ok) ? 'Everything agrees.' : 'Something differs: see ✘ above.');
}

/** The other ways to dispatch, each with a need of its own. The clock was moved ahead before, and is again. */
async function playOtherWays(stage: Stage): Promise<Check[]> {
  const waves = await scene({
    title: 'Another need widens in waves',
    play: () => otherWays.widenInWaves(stage),
    outcome: ({ early, late, refused }) =>
      `Another need in waves (批次): ${early} with the skill hold places, ${refused} are told to wait; an hour later it is open to all and ${late} more hold one`,
  });
  const drawn = await scene({
    title: 'A third is drawn by lot',
    play: () => otherWays.drawLots(stage),
    outcome: ({ applicants, holders, commitment }) =>
      `A third is drawn by lot (抽签): ${applicants} apply, ${holders.length} are drawn by the seed committed to as ${commitment.slice(0, 12)}…; drawing again gives the same`,
  });
  await scene({
    title: 'One hands the place over',
    play: () => otherWays.handOver(stage, drawn.holders),
    outcome: ({ place }) => `One of them hands place ${place} over (转让) to a named volunteer, who accepts`,
  });
  const alert = await scene({
    title: 'An elder is lost',
    play: () => otherWays.searchForElder(stage),
    outcome: ({ searchers, place }) =>
      `An elder is lost (121爱回家): ${searchers} search at once, one is seen at ${place}, brought home, and all are sent home`,
  });
  return [
    {
      what: 'a wave holds others back until it widens',
      ok: waves.refused > 0 && waves.late > 0,
      detail: `${waves.refused} held back`,
    },
    {
      what: 'a draw can be drawn again by anyone',
      ok: drawn.faults.length === 0,
      detail: drawn.faults.join(' ') || 'the same order',
    },
    {
      what: 'an alert takes everyone and lets everyone go',
      ok: alert.ended >= alert.searchers,
      detail: `${alert.ended} sent home`,
    },
  ];
}

/** No place was promised that is not there, and none twice. */
const isSoldOnce = (places: { readonly oversold: number; readonly heldTwice: number }): boolean =>
  places.oversold === 0 && places.heldTwice === 0;

/** The figures of the run, printed as tables. */
function conclude(
  { options, onlooker, rushers }: Stage,
  rush: RushHour,
  need: story.Need,
  findings: Findings,
  stories?: OtherStories,
): Figures {
  const { attempts, refused, latencies, repeated, repeatedOtherwise, notNow, notNowWithoutTime } = rush.result;
  const { checks, ...found } = findings;
  const { held, oversold, heldTwice, attended, serviceMinutes } = found;
  // As they were told: once the need is completed nobody waits any more.
  const { waiting } = story.toldCounts(rush);
  const repeats = {
    what: 'who repeats a request is told the same',
    ok: repeatedOtherwise === 0,
    detail: `${repeated} repeated, ${repeatedOtherwise} told otherwise`,
  };
  const waits = {
    what: 'whoever cannot be answered is told when to ask again',
    ok: notNowWithoutTime === 0,
    detail: `${notNow} times 503`,
  };
  const sold = {
    what: 'nothing is promised beyond what there is, and nothing twice',
    ok: [found, ...(stories ? [stories.classroom, stories.chairs] : [])].every(isSoldOnce),
    detail: `${oversold} oversold, ${heldTwice} held twice`,
  };
  const all = [...checks, repeats, waits, sold, ...noticed(options, rush)];
  const figures: Figures = {
    needId: need.id,
    places: options.places,
    volunteers: rushers.length,
    attempts,
    held,
    waiting,
    refused,
    oversold,
    heldTwice,
    latencyMs: latenciesOf(latencies),
    events: onlooker.counts,
    attended,
    serviceMinutes,
    satisfaction: need.rating ?? 0,
    ...stories,
    consistent: all.every(({ ok }) => ok),
  };
  const ofStories = stories ? [secondTable(stories), thirdTable(stories), fourthTable(stories)] : [];
  console.log(`\n${[figuresTable(figures, repeated), ...ofStories, eventsTable(figures)].join('\n')}`);
  printChecks(all);
  return figures;
}

/** Without Redis or PostgreSQL nobody can be told anything but to come back. Without Kafka everybody can: events wait. */
function noticed({ kill }: DemoOptions, { result: { notNow } }: RushHour): Check[] {
  if (kill === undefined || kill === 'kafka') return [];
  return [
    {
      what: `that ${TITLES[kill]} was killed was seen by volunteers, as 503`,
      ok: notNow > 0,
      detail: `${notNow} times`,
    },
  ];
}
