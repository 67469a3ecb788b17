import type { OtherStories } from '../figures.js';
import { sameSet, type Check } from '../place-checks.js';
import { scene } from '../scene.js';
import type { Stage } from '../story.js';
import { until } from '../wait.js';
import * as chairs from './chairs.js';
import { checkPlaces } from './checks.js';
import * as classroom from './classroom.js';
import { FAMILIES, registerFamilies } from './families.js';

const ENROLMENTS = 'SELECT claim_id, state FROM enrolments WHERE class_id = $1';
const PLEDGES = 'SELECT claim_id, state FROM pledges WHERE appeal_id = $1';
/** Who is absent from the second of the two sessions, and so does not graduate. */
const ABSENT = 1;

/** The second story: a holiday term from the rush to the graduation, and ten chairs for the park. */
export async function playSecondStory(
  stage: Stage,
): Promise<{ checks: Check[] } & Pick<OtherStories, 'classroom' | 'chairs'>> {
  const term = await playTerm(stage);
  const park = await playChairs(stage);
  return { checks: [...term.checks, ...park.checks], classroom: term.classroom, chairs: park.chairs };
}

async function playTerm(stage: Stage): Promise<{ checks: Check[] } & Pick<OtherStories, 'classroom'>> {
  const families = await scene({
    title: 'Families tell of their children',
    play: () => registerFamilies(stage),
    outcome: (all) => {
      const children = all.flatMap(({ childIds }) => childIds).length;
      return `${FAMILIES} families tell of ${children} children, with consent (监护人同意), encrypted`;
    },
  });
  const room = await scene({
    title: 'A holiday term opens',
    play: () => classroom.openTerm(stage),
    outcome: () =>
      `A holiday term opens (爱心教室): a class of ${classroom.CLASS_PLACES} places, two sessions, each teacher a volunteer who claimed the need`,
  });
  const { told, refused } = await scene({
    title: `${FAMILIES} families rush for ${classroom.CLASS_PLACES} places`,
    play: () => classroom.rushForClass(stage, room, families),
    outcome: (rush) => {
      const inside = rush.told.filter(({ answer }) => answer.state === 'held').flatMap(({ answer }) => answer.items);
      return `${FAMILIES} families rush for ${classroom.CLASS_PLACES} places (报名): ${inside.length} children are in, siblings together, the others wait in line`;
    },
  });
  await scene({
    title: 'One child leaves',
    play: () => classroom.moveUp(stage, room, told),
    outcome: (tookMs) =>
      `One child gives the place back; the first in line that fits into it has it after ${tookMs} ms`,
  });
  const places = await scene({
    title: 'Comparing what is known of the class',
    play: () =>
      checkPlaces(stage, {
        ...{ name: 'class', id: room.id, places: classroom.CLASS_PLACES, followers: ENROLMENTS, holding: ['enrolled'] },
        told: told.flatMap(({ answer }) => answer.items.map(({ id }) => id)),
      }),
    outcome: ({ checks }) =>
      `${checks.filter(({ ok }) => ok).length} of ${checks.length} comparisons of the class agree`,
  });
  const apart = await siblingsApart(stage, told);
  const substitute = await scene({
    title: 'A teacher drops out',
    play: () => classroom.replaceTeacher(stage, room),
    outcome: () => 'A teacher drops out (请假); the need is open again, and another volunteer claims it',
  });
  const fetched = await scene({
    title: 'The first session',
    play: async () => {
      const [session] = room.sessions;
      const [teacher] = room.teachers;
      const present = await classroom.holdSession(stage, session, teacher, 0);
      return { present: present.length, ...(await classroom.leaveOne(stage, session, teacher, present)) };
    },
    outcome: ({ present, tookMs }) =>
      `${present} children come; one is not collected (无人接): an urgent need at once, and somebody is on the way after ${tookMs} ms`,
  });
  const graduated = await scene({
    title: 'Graduation',
    play: async () => {
      const [, session] = room.sessions;
      const present = await classroom.holdSession(stage, session, substitute, ABSENT);
      await classroom.fetchChildren(stage, session, substitute, present);
      return classroom.graduate(stage, room);
    },
    outcome: (all) => `The second session is held, and ${all.length} children graduate (结业)`,
  });
  const checks: Check[] = [
    ...places.checks,
    { what: 'class: siblings are together, in or in line', ok: apart === 0, detail: `${apart} apart` },
    await graduationAgrees(stage, room.id, graduated),
    await urgentNeedAgrees(stage, fetched.needId),
  ];
  const { held: enrolled, ...counts } = places.figures;
  return {
    checks,
    classroom: {
      ...{ places: classroom.CLASS_PLACES, families: FAMILIES, enrolled, ...counts, refused },
      ...{ siblingsApart: apart, graduated: graduated.length, notCollected: 1 },
    },
  };
}

async function playChairs(stage: Stage): Promise<{ checks: Check[]; chairs: OtherStories['chairs'] }> {
  const appealId = await scene({
    title: 'The community asks for chairs',
    play: () => chairs.askForChairs(stage),
    outcome: () =>
      `The community asks for ${chairs.CHAIRS} chairs for the park (爱心椅), as the residents decided; no payment is taken`,
  });
  const { told, pledgedMs, answeredMs } = await scene({
    title: `${chairs.RESIDENTS} residents pledge ${chairs.CHAIRS} chairs`,
    play: () => chairs.rushForChairs(stage, appealId),
    outcome: (rush) => {
      const given = rush.told.filter(({ state }) => state === 'held').length;
      return `${chairs.RESIDENTS} residents at once (认捐): ${given} give a chair, the last promised after ${rush.pledgedMs} ms (goal: ${chairs.GOAL_MS}); ${rush.told.length - given} wait in case one withdraws, all answered in ${rush.answeredMs} ms`;
    },
  });
  await scene({
    title: 'A chair is engraved and installed',
    play: () => chairs.engraveAndInstall(stage, told),
    outcome: () =>
      'The first is engraved with the words that its giver chose, delivered and installed; it is in care from now on',
  });
  const { checks, figures } = await checkPlaces(stage, {
    ...{ name: 'chairs', id: appealId, places: chairs.CHAIRS, followers: PLEDGES, holding: ['pledged', 'installed'] },
    told: told.map(({ id }) => id),
  });
  const { held: pledged, ...counts } = figures;
  const times = { pledgedMs, goalMs: chairs.GOAL_MS, answeredMs };
  return { checks, chairs: { wanted: chairs.CHAIRS, residents: chairs.RESIDENTS, pledged, ...counts, ...times } };
}

/** Families of which one child is in the class and another is not, as the claim database has it. */
async function siblingsApart({ stores }: Stage, told: readonly classroom.Told[]): Promise<number> {
  const ids = told.flatMap(({ answer }) => answer.items.map(({ id }) => id));
  const rows = await stores.rows<{ id: string; state: string }>(
    'claim',
    'SELECT id, state FROM claims WHERE id = ANY($1)',
    [ids],
  );
  const states = new Map(rows.map(({ id, state }) => [id, state]));
  return told.filter(({ answer }) => new Set(answer.items.map(({ id }) => states.get(id))).size > 1).length;
}

/** Who graduated by the list, by the events on Kafka, and in the organization service. */
async function graduationAgrees(
  { stores, onlooker }: Stage,
  classId: string,
  graduated: readonly string[],
): Promise<Check> {
  const byEvents = () =>
    onlooker.about(classId, 'huying.organization.v1.PupilGraduated', 'classId').map(({ childId }) => String(childId));
  await until('the graduation is on Kafka', () => Promise.resolve(sameSet(byEvents(), graduated))).catch(
    () => undefined,
  );
  const rows = await stores.rows<{ child_id: string }>(
    'organization',
    `SELECT child_id FROM enrolments WHERE class_id = $1 AND state = 'graduated'`,
    [classId],
  );
  const kept = rows.map(({ child_id: child }) => child);
  const ok =
    graduated.length === classroom.CLASS_PLACES - ABSENT && sameSet(byEvents(), graduated) && sameSet(kept, graduated);
  return {
    what: 'class: the list of graduation, the events, the organization service',
    ok,
    detail: `${graduated.length} graduated`,
  };
}

/** The child whom nobody fetched: by its events, the need that was raised elsewhere, and its claim, which ended when the child was fetched. */
async function urgentNeedAgrees({ stores, onlooker }: Stage, needId: string): Promise<Check> {
  const look = async () => {
    const [raised] = await stores.rows<{ urgency: string; state: string }>(
      'request',
      'SELECT urgency, state FROM needs WHERE id = $1',
      [needId],
    );
    const came = `claims WHERE need_id = $1 AND held_at IS NOT NULL AND state = 'ended'`;
    const onTheWay = await stores.count('claim', came, [needId]);
    const told = onlooker.about(needId, 'huying.organization.v1.ChildNotCollected').length;
    const ok = told === 1 && raised?.urgency === 'emergency' && raised.state === 'cancelled' && onTheWay === 1;
    return { ok, detail: `${onTheWay} was on the way, the need is ${raised?.state}` };
  };
  await until('the child was fetched, and nobody is needed any more', async () => (await look()).ok).catch(
    () => undefined,
  );
  return {
    what: 'class: a child not collected is an urgent need, which is over once the child is fetched',
    ...(await look()),
  };
}
