import { create, type MessageShape } from '@bufbuild/protobuf';
import {
  CheckedInSchema,
  OfferEndedSchema,
  OfferSource,
  PlaceHandedOverSchema,
  PlaceHeldSchema,
  PlaceOfferedSchema,
  PlaceReleasedSchema,
  PlacesChangedSchema,
  ServiceRecordedSchema,
  toTimestamp,
  WaitingListJoinedSchema,
} from '@huying/contracts';
import type { TestAnswer, TestRequest, TestService } from '@huying/testing';
import { expect } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';

/** An RFC 3339 time so many hours from now. */
export const inHours = (hours: number): string =>
  Temporal.Now.instant()
    .add({ seconds: Math.round(hours * 3_600) })
    .toString({ smallestUnit: 'millisecond' });

/** What is sent to raise a need that starts in a day and lasts two hours. */
export const aNeed = (fields: object = {}): Record<string, unknown> => ({
  catalogueItemCode: 'LC-001',
  title: '帮独居老人修电饭煲',
  places: 2,
  startsAt: inHours(24),
  endsAt: inHours(26),
  location: { name: '居民会客厅', building: '3幢' },
  personInCharge: '值班社工',
  privateDetails: '3幢2单元501',
  ...fields,
});

/** What is sent when a call comes in on the hotline. */
export const aCall = (fields: object = {}): Record<string, unknown> => ({
  channel: 'hotline',
  text: '家里的电饭煲坏了,想请志愿者来修一下',
  ...fields,
});

export const asVolunteer = (subject = 'v-1'): TestRequest => ({ as: { role: 'volunteer', subject } });
export const asResident = (subject = 'r-1'): TestRequest => ({ as: { role: 'resident', subject } });

/** A draft's id. */
export async function raised(api: TestService, fields: object = {}): Promise<string> {
  const answer = await api.post('/v1/needs', aNeed(fields));
  expect(answer).toMatchObject({ status: 201, body: { state: 'draft' } });
  return answer.body.id as string;
}

/** A published need's id. */
export async function published(api: TestService, fields: object = {}, wish: object = {}): Promise<string> {
  const id = await raised(api, fields);
  const answer = await api.post(`/v1/needs/${id}/publication`, wish);
  expect(answer).toMatchObject({ status: 201, body: { state: 'published' } });
  return id;
}

/** A completed need's id; the clock has told the time of the service for a moment. */
export async function completed(api: TestService, fields: object = {}): Promise<string> {
  const id = await published(api, fields);
  api.clock.advance({ hours: 25 });
  const answer = await api.post(`/v1/needs/${id}/completion`, { reason: '服务已完成' });
  api.clock.release();
  expect(answer).toMatchObject({ status: 201, body: { state: 'completed' } });
  return id;
}

/** The states that a need went through, in order. */
export async function pathOf(api: TestService, needId: string): Promise<string[]> {
  const { body } = await api.get(`/v1/needs/${needId}/history`);
  return (body.items as { to: string }[]).map(({ to }) => to);
}

interface Claim {
  readonly needId: string;
  readonly volunteerId: string;
  readonly claimId?: string;
  readonly place?: number;
  /** When it is so; default: now. */
  readonly at?: Temporal.Instant;
}

const now = () => toTimestamp(Temporal.Now.instant());

export const held = ({
  claimId = uuidv7(),
  place = 1,
  at = Temporal.Now.instant(),
  ...claim
}: Claim): MessageShape<typeof PlaceHeldSchema> =>
  create(PlaceHeldSchema, {
    ...{ ...claim, claimId, place, communityId: 'xishan' },
    ...{ sequence: BigInt(place), heldAt: toTimestamp(at) },
  });

export const released = ({ claimId = uuidv7(), place = 1, ...claim }: Claim) =>
  create(PlaceReleasedSchema, { ...claim, claimId, place, communityId: 'xishan', releasedAt: now() });

export const waiting = ({ claimId = uuidv7(), needId, volunteerId }: Claim) =>
  create(WaitingListJoinedSchema, {
    needId,
    volunteerId,
    claimId,
    communityId: 'xishan',
    position: 1,
    joinedAt: now(),
  });

export const offered = ({ claimId = uuidv7(), place = 1, ...claim }: Claim, source = OfferSource.LINE) =>
  create(PlaceOfferedSchema, {
    ...claim,
    claimId,
    place,
    communityId: 'xishan',
    source,
    until: now(),
    offeredAt: now(),
  });

export const offerEnded = ({ claimId = uuidv7(), place = 1, ...claim }: Claim) =>
  create(OfferEndedSchema, { ...claim, claimId, place, communityId: 'xishan', endedAt: now() });

export const handedOver = (from: Claim, to: Claim) =>
  create(PlaceHandedOverSchema, {
    ...{ needId: from.needId, communityId: 'xishan', place: 1, handedOverAt: now() },
    ...{ fromClaimId: from.claimId, fromVolunteerId: from.volunteerId },
    ...{ claimId: to.claimId, volunteerId: to.volunteerId },
  });

export const placesChanged = (needId: string, places: number) =>
  create(PlacesChangedSchema, { needId, communityId: 'xishan', places, changedAt: now() });

export const checkedIn = ({ claimId = uuidv7(), needId, volunteerId, at = Temporal.Now.instant() }: Claim) =>
  create(CheckedInSchema, { needId, volunteerId, claimId, communityId: 'xishan', checkedInAt: toTimestamp(at) });

export const serviceRecorded = ({ claimId = uuidv7(), needId, volunteerId }: Claim, minutes: number) =>
  create(ServiceRecordedSchema, { needId, volunteerId, claimId, communityId: 'xishan', minutes, recordedAt: now() });

/** The pointers of the violations, with their codes. */
export const violations = ({ body }: TestAnswer): string[] =>
  ((body.errors ?? []) as { pointer: string; code: string }[]).map(({ pointer, code }) => `${pointer} ${code}`).sort();
