import { create } from '@bufbuild/protobuf';
import {
  AlertStoodDownSchema,
  Dispatch,
  DrawHeldSchema,
  EndReason,
  FormerPupilInvitedSchema,
  MilestoneOverdueSchema,
  NeedBroadcastSchema,
  NeedCancelledSchema,
  OfferEndedSchema,
  OfferSource,
  PlaceConfirmedSchema,
  PlaceHandedOverSchema,
  PlaceHeldSchema,
  PlaceOfferedSchema,
  PlaceReleasedSchema,
  PlacesChangedSchema,
  PlacesOf,
  SightingReportedSchema,
  toTimestamp,
  UpkeepDueSchema,
  Urgency,
  WaitingListJoinedSchema,
  WaitingListLeftSchema,
  Wave,
  WaveReachedSchema,
} from '@huying/contracts';
import { eventually, TestService, type TokenWish } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { volunteerService } from '../src/index.js';
import { needMoved, needPublished, placeHeld, placeReleased, startsAt } from './neighbours.js';

let service: TestService;
let groupId: string;
const as = (subject: string): TokenWish => ({ role: 'volunteer', subject });

beforeAll(async () => {
  service = await TestService.start(volunteerService);
  groupId = (await service.post('/v1/groups', { name: '寻人队' })).body.id as string;
  for (const [index, [id, skills, groupIds]] of (
    [
      ['d-in', [], [groupId]],
      ['d-out', [], []],
      ['d-cook', ['cooking', 'driving'], []],
      ['d-cook-in', ['cooking'], [groupId]],
    ] as const
  ).entries()) {
    const phone = `+861390000400${index}`;
    await service.post('/v1/volunteers', { id, name: id, phone, birthDate: '1990-01-01', skills, groupIds });
  }
});
afterAll(() => service.stop());

interface Entry {
  readonly type: string;
  readonly needId: string;
  readonly details: Record<string, unknown>;
  readonly need: Record<string, unknown> | null;
}

/** What somebody's feed says of a need, the oldest first. */
async function feedOf(subject: string, needId: string): Promise<Entry[]> {
  const { body } = await service.get('/v1/feed/entries?limit=100', { as: as(subject) });
  return (body.items as Entry[]).filter((entry) => entry.needId === needId).reverse();
}
const told = (subject: string, needId: string, expected: readonly object[]) =>
  eventually(async () => expect(await feedOf(subject, needId)).toMatchObject(expected));
const at = toTimestamp(startsAt);
const of = (needId: string) => ({ needId, communityId: 'xishan' });
const claimBy = (needId: string, volunteerId: string) => ({ ...of(needId), volunteerId, claimId: uuidv7() });
const waiting = (claim: ReturnType<typeof claimBy>, position = 1) =>
  create(WaitingListJoinedSchema, { ...claim, position, joinedAt: at });

describe('a place that is offered', () => {
  it('is told with its end, and so is what becomes of the offer', async () => {
    const needId = uuidv7();
    const claim = claimBy(needId, 'd-in');
    await service.kafka.deliver(
      waiting(claim),
      create(PlaceOfferedSchema, { ...claim, place: 2, source: OfferSource.LINE, until: at, offeredAt: at }),
      create(OfferEndedSchema, { ...claim, place: 2, reason: EndReason.OFFER_EXPIRED, endedAt: at }),
    );
    const until = startsAt.toString({ smallestUnit: 'millisecond' });
    await told('d-in', needId, [
      { type: 'waiting' },
      { type: 'place-offered', details: { claimId: claim.claimId, place: 2, until, source: 'line' } },
      { type: 'offer-ended', details: { claimId: claim.claimId, reason: 'offer-expired' } },
    ]);
  });
});

describe('a place that is handed over', () => {
  it('is told to both, each with their own claim; the attendance goes with it', async () => {
    const needId = uuidv7();
    const held = placeHeld(needId, 'd-in');
    const claim = claimBy(needId, 'd-out');
    await service.kafka.deliver(
      needPublished(needId),
      held,
      create(PlaceOfferedSchema, { ...claim, source: OfferSource.HAND_OVER, until: at, offeredAt: at }),
      create(PlaceHandedOverSchema, {
        ...claim,
        fromClaimId: held.claimId,
        fromVolunteerId: 'd-in',
        place: 1,
        handedOverAt: at,
      }),
    );
    const stateOf = async (claimId: string) => (await service.get(`/v1/attendances/${claimId}`)).body.state as unknown;
    await eventually(async () => expect(await stateOf(claim.claimId)).toBe('expected'));
    expect(await stateOf(held.claimId)).toBe('released');
    const types = async (subject: string) =>
      (await feedOf(subject, needId))
        .filter(({ type }) => type !== 'need-published')
        .map(({ type, details }) => [type, details.claimId]);
    await eventually(async () =>
      expect(await types('d-out')).toEqual([
        ['place-offered', claim.claimId],
        ['place-held', claim.claimId],
      ]),
    );
    expect(await types('d-in')).toEqual([
      ['place-held', held.claimId],
      ['place-handed-over', held.claimId],
    ]);
    expect(JSON.stringify(await feedOf('d-in', needId))).not.toContain('d-out');
  });
});

describe('a draw', () => {
  it('tells each applicant their own position and nobody else’s', async () => {
    const needId = uuidv7();
    const [first, second] = [claimBy(needId, 'd-in'), claimBy(needId, 'd-out')];
    await service.kafka.deliver(
      waiting(first),
      waiting(second, 2),
      create(DrawHeldSchema, {
        ...of(needId),
        applicants: [first, second].map(({ claimId }) => ({ claimId, lots: 4 })),
        order: [1, 0],
        drawnAt: at,
      }),
    );
    await told('d-in', needId, [
      { type: 'waiting' },
      { type: 'draw-held', details: { claimId: first.claimId, position: 2 } },
    ]);
    await told('d-out', needId, [
      { type: 'waiting' },
      { type: 'draw-held', details: { claimId: second.claimId, position: 1 } },
    ]);
  });
});

describe('a need in waves', () => {
  it('is told to its groups and to the skilled first, then to everyone', async () => {
    const needId = uuidv7();
    const reached = (wave: Wave) => create(WaveReachedSchema, { ...of(needId), wave, reachedAt: at });
    const wish = { dispatch: Dispatch.WAVES, groupIds: [groupId], preferredSkills: ['cooking'] };
    await service.kafka.deliver(needPublished(needId, wish));
    await told('d-in', needId, [{ type: 'need-published', need: { dispatch: 'waves', groupIds: [groupId] } }]);
    await told('d-cook', needId, [{ type: 'need-published', details: { wave: 'skilled' } }]);
    await told('d-cook-in', needId, [{ type: 'need-published', details: {} }]);
    await service.kafka.deliver(reached(Wave.GROUPS), reached(Wave.EVERYONE));
    await told('d-out', needId, [{ type: 'wave-reached', details: { wave: 'everyone' }, need: { groupIds: [] } }]);
    await told('d-in', needId, [
      { type: 'need-published' },
      { type: 'wave-reached', details: { wave: 'groups' } },
      { type: 'wave-reached', details: { wave: 'everyone' } },
    ]);
  });
});

describe('a need in waves that was published anew', () => {
  const everyone = (needId: string, publication: number) =>
    create(WaveReachedSchema, { ...of(needId), wave: Wave.EVERYONE, publication, reachedAt: at });
  const published = (needId: string, publication: number) =>
    needPublished(needId, { dispatch: Dispatch.WAVES, groupIds: [groupId], publication });

  it('is for its groups, whatever wave the one before had reached', async () => {
    const needId = uuidv7();
    await service.kafka.deliver(published(needId, 1), published(needId, 2));
    await told('d-in', needId, [{ type: 'need-published' }, { type: 'need-published' }]);
    await service.kafka.deliver(everyone(needId, 1), placeHeld(needId, 'd-in'));
    await told('d-in', needId, [{ type: 'need-published' }, { type: 'need-published' }, { type: 'place-held' }]);
    expect((await feedOf('d-in', needId)).at(-1)?.need).toMatchObject({ groupIds: [groupId] });
    await service.kafka.deliver(everyone(needId, 2));
    await told('d-out', needId, [{ type: 'wave-reached', need: { groupIds: [] } }]);
  });

  it('is so too when the wave is heard of first, and is for everyone when the wave is its own', async () => {
    const [needId, other] = [uuidv7(), uuidv7()];
    await service.kafka.deliver(everyone(needId, 1), everyone(other, 2), placeHeld(other, 'd-in'));
    await told('d-in', other, [{ type: 'place-held' }]);
    await service.kafka.deliver(published(needId, 2), published(other, 1));
    await told('d-in', needId, [{ type: 'need-published', need: { groupIds: [groupId] } }]);
    await told('d-in', other, [{ type: 'place-held' }, { type: 'need-published', need: { groupIds: [groupId] } }]);
    await service.kafka.deliver(published(other, 2));
    await told('d-out', other, [{ type: 'need-published', need: { groupIds: [] } }]);
    expect(await feedOf('d-out', needId)).toEqual([]);
  });
});

describe('places of a class or an appeal', () => {
  it.each([PlacesOf.CLASS, PlacesOf.APPEAL])(
    'are nothing to volunteers (%s): no feed tells of them, and nobody is expected',
    async (kind) => {
      // Under one id, so that what is of a need comes after all the others.
      const id = uuidv7();
      const other = { ...claimBy(id, 'd-in'), of: kind, place: 1 };
      await service.kafka.deliver(
        create(WaitingListJoinedSchema, { ...other, position: 1, joinedAt: at }),
        create(PlaceOfferedSchema, { ...other, source: OfferSource.LINE, until: at, offeredAt: at }),
        create(OfferEndedSchema, { ...other, reason: EndReason.DECLINED, endedAt: at }),
        create(PlaceHeldSchema, { ...other, heldAt: at }),
        create(PlaceReleasedSchema, { ...other, releasedAt: at }),
        create(WaitingListLeftSchema, { ...other, leftAt: at }),
      );
      const ofNeed = placeHeld(id, 'd-in');
      await service.kafka.deliver(ofNeed);
      await told('d-in', id, [{ type: 'place-held', details: { claimId: ofNeed.claimId } }]);
      await eventually(async () => {
        const attendances = `SELECT claim_id, state FROM attendances WHERE need_id = $1`;
        const expected = await service.service.database.read.query<object[]>(attendances, [id]);
        expect(expected).toEqual([{ claim_id: ofNeed.claimId, state: 'expected' }]);
      });
    },
  );
});

describe('what somebody has promised, or is welcome to', () => {
  it('is told to them alone when it is due: an upkeep, a milestone, the invitation of a former pupil', async () => {
    const [pledgeId, organizationId, milestoneId] = [uuidv7(), uuidv7(), uuidv7()];
    const common = { communityId: 'xishan', dueOn: '2027-03-01' };
    const milestone = { ...common, organizationId, milestoneId, kind: 'charter', noticedAt: at };
    const pupil = { formerPupilId: uuidv7(), communityId: 'xishan', invitedAt: at };
    await service.kafka.deliver(
      create(UpkeepDueSchema, { ...common, pledgeId, appealId: uuidv7(), giverId: 'd-giver', remindedAt: at }),
      create(MilestoneOverdueSchema, milestone),
      create(MilestoneOverdueSchema, { ...milestone, ownerId: 'd-giver' }),
      create(FormerPupilInvitedSchema, pupil),
      create(FormerPupilInvitedSchema, { ...pupil, formerPupilId: uuidv7(), accountId: 'd-giver' }),
    );
    const feed = async (subject: string) => {
      const giver = { as: { role: 'resident', subject } } as const;
      const { body } = await service.get('/v1/feed/entries?limit=100', giver);
      return (body.items as Entry[]).filter(({ needId }) => needId === null);
    };
    await eventually(async () => {
      const entries = (await feed('d-giver')).sort((a, b) => a.type.localeCompare(b.type));
      expect(entries).toMatchObject([
        { type: 'former-pupil-invited', need: null, details: {} },
        { type: 'milestone-overdue', details: { organizationId, milestoneId, dueOn: '2027-03-01' } },
        { type: 'upkeep-due', details: { pledgeId, dueOn: '2027-03-01' } },
      ]);
    });
    expect(await feed('d-other')).toEqual([]);
    const unowned = await service.service.database.read.query(
      `SELECT FROM feed_entries WHERE need_id IS NULL AND volunteer_id IS DISTINCT FROM 'd-giver'`,
    );
    expect(unowned).toEqual([]);
  });
});

describe('what the claim service tells of a need before the need is heard of', () => {
  it('holds when it is: so many places, and for everyone', async () => {
    const needId = uuidv7();
    const later = placeHeld(needId, 'd-in');
    await service.kafka.deliver(
      create(PlacesChangedSchema, { ...of(needId), places: 8, changedAt: at }),
      create(WaveReachedSchema, { ...of(needId), wave: Wave.EVERYONE, reachedAt: at }),
      create(PlacesChangedSchema, { ...of(needId), places: 9, changedAt: at }),
      later,
    );
    await told('d-in', needId, [{ type: 'place-held', need: null }]);
    await service.kafka.deliver(needPublished(needId, { dispatch: Dispatch.WAVES, groupIds: [groupId] }));
    await told('d-out', needId, [{ type: 'need-published', need: { places: 9, groupIds: [] } }]);
    const another = uuidv7();
    await service.kafka.deliver(needPublished(another, { groupIds: [groupId] }));
    await told('d-in', another, [{ type: 'need-published', need: { places: 3, groupIds: [groupId] } }]);
  });
});

describe('a need that changes', () => {
  it('when moved is told to whoever has a claim in it, with the time to answer, wherever they heard of it', async () => {
    const needId = uuidv7();
    const [held, waits] = [placeHeld(needId, 'd-out'), claimBy(needId, 'd-cook')];
    const gone = placeHeld(needId, 'd-in');
    await service.kafka.deliver(needPublished(needId, { groupIds: [groupId] }));
    await told('d-in', needId, [{ type: 'need-published' }]);
    await service.kafka.deliver(held, waiting(waits), gone, placeReleased(gone));
    await told('d-in', needId, [{}, { type: 'place-held' }, { type: 'place-released' }]);
    await told('d-cook', needId, [{ type: 'waiting' }]);
    await service.kafka.deliver(needMoved(needId));
    const until = startsAt.subtract({ hours: 2 }).toString({ smallestUnit: 'millisecond' });
    const moved = { startsAt: '2026-12-02T01:00:00.000Z', location: { name: '西山公园' } };
    await told('d-out', needId, [
      { type: 'place-held' },
      { type: 'need-moved', details: { claimId: held.claimId, until }, need: moved },
    ]);
    await told('d-cook', needId, [{ type: 'waiting' }, { type: 'need-moved', details: { claimId: waits.claimId } }]);
    expect((await feedOf('d-in', needId)).filter(({ type }) => type === 'need-moved')).toMatchObject([{ details: {} }]);
    expect((await service.get(`/v1/attendances/${held.claimId}`)).body).toMatchObject({
      startsAt: '2026-12-02T01:00:00.000Z',
    });
  });

  it('when moved by an earlier publication, or once more by an older word, changes nothing', async () => {
    const needId = uuidv7();
    await service.kafka.deliver(needPublished(needId, { publication: 2 }), needMoved(needId, { publication: 1 }));
    await service.kafka.deliver(
      needMoved(needId, { publication: 2, revision: 2 }),
      needMoved(needId, { publication: 2 }),
    );
    const end = uuidv7();
    await service.kafka.deliver(needPublished(end));
    await told('d-in', end, [{ type: 'need-published' }]);
    await told('d-in', needId, [{ type: 'need-published' }, { type: 'need-moved' }]);
  });

  it('asks again who holds a place, and tells who confirmed', async () => {
    const needId = uuidv7();
    const held = placeHeld(needId, 'd-in');
    const { claimId, volunteerId } = held;
    await service.kafka.deliver(needPublished(needId));
    await told('d-in', needId, [{ type: 'need-published' }]);
    await service.kafka.deliver(
      held,
      create(PlaceOfferedSchema, {
        ...of(needId),
        ...{ claimId, volunteerId, place: 1, source: OfferSource.MOVED, until: at, offeredAt: at },
      }),
      create(PlaceConfirmedSchema, { ...of(needId), claimId, volunteerId, place: 1, confirmedAt: at }),
      create(PlacesChangedSchema, { ...of(needId), places: 9, changedAt: at }),
    );
    await told('d-in', needId, [
      { type: 'need-published', need: { places: 9 } },
      { type: 'place-held' },
      { type: 'place-offered', details: { source: 'moved' } },
      { type: 'place-confirmed' },
    ]);
  });

  it('when cancelled is told to everyone with a claim in it, although its places are gone already', async () => {
    const needId = uuidv7();
    const [held, waits] = [placeHeld(needId, 'd-out'), claimBy(needId, 'd-cook')];
    await service.kafka.deliver(needPublished(needId, { groupIds: [groupId] }), held, waiting(waits));
    await told('d-cook', needId, [{ type: 'waiting' }]);
    await service.kafka.deliver(placeReleased(held, EndReason.NEED_ENDED));
    await told('d-out', needId, [{ type: 'place-held' }, { type: 'place-released' }]);
    const cancelledAt = toTimestamp(startsAt.subtract({ hours: 46 }));
    await service.kafka.deliver(
      create(NeedCancelledSchema, { ...of(needId), cancelledBy: 's', reason: 'x', cancelledAt }),
    );
    await told('d-cook', needId, [{}, { type: 'need-cancelled', details: { claimId: waits.claimId } }]);
    await told('d-out', needId, [{}, {}, { type: 'need-cancelled', details: { claimId: held.claimId } }]);
  });
});

describe('an alert', () => {
  it('goes to the whole community whatever its groups, marked urgent, and so does its end', async () => {
    const needId = uuidv7();
    const wish = { dispatch: Dispatch.ALERT, urgency: Urgency.EMERGENCY, groupIds: [groupId] };
    const held = placeHeld(needId, 'd-cook');
    await service.kafka.deliver(needPublished(needId, wish), held);
    await told('d-out', needId, [
      { type: 'need-published', details: { urgent: true }, need: { urgent: true, dispatch: 'alert', groupIds: [] } },
    ]);
    expect(await service.kafka.awaitEmitted(NeedBroadcastSchema, needId)).toMatchObject([
      { recipients: 4, groupIds: [] },
    ]);
    await eventually(async () => expect(await feedOf('d-cook', needId)).toHaveLength(2));
    const sightingId = uuidv7();
    await service.kafka.deliver(
      create(SightingReportedSchema, { ...of(needId), sightingId, place: '西山公园', seenAt: at, reportedAt: at }),
      create(AlertStoodDownSchema, { ...of(needId), outcome: 'found', stoodDownAt: at }),
    );
    await told('d-out', needId, [
      { type: 'need-published' },
      { type: 'alert-stood-down', details: { outcome: 'found' } },
    ]);
    await eventually(async () =>
      expect((await feedOf('d-cook', needId)).slice(2)).toMatchObject([
        { type: 'sighting-reported', details: { sightingId, claimId: held.claimId } },
        { type: 'alert-stood-down', details: { outcome: 'found' } },
        { type: 'alert-stood-down', details: { outcome: 'found', claimId: held.claimId } },
      ]),
    );
    expect(JSON.stringify(await feedOf('d-cook', needId))).not.toContain('西山公园');
  });
});
