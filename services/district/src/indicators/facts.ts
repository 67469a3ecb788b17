import type { JsonObject, JsonValue } from '@bufbuild/protobuf';

/** What an event of the feed adds to what is known of one call, need or service. */
export interface Fact {
  readonly of: 'calls' | 'needs' | 'services';
  readonly id: string;
  /** When something happened; of several times the first counts. */
  readonly times: Readonly<Record<string, string>>;
  /** What is said once. */
  readonly values: Readonly<Record<string, string | number | boolean>>;
}

type Fold = (data: JsonObject) => Fact | undefined;

const text = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '');
const whole = (value: JsonValue | undefined): number => Number(value ?? 0);
const times = (named: Readonly<Record<string, JsonValue | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(named).flatMap(([name, value]) => (text(value) ? [[name, text(value)]] : [])));

function of(
  what: Fact['of'],
  id: JsonValue | undefined,
  when: Readonly<Record<string, JsonValue | undefined>>,
  values: Fact['values'] = {},
): Fact | undefined {
  return text(id) ? { of: what, id: text(id), times: times(when), values } : undefined;
}

/** Places of classes and of appeals are nobody's service. */
const isOfNeed = ({ of: what }: JsonObject): boolean => what === undefined || what === 'PLACES_OF_NEED';

const folds: Readonly<Record<string, Fold>> = {
  'huying.request.v1.CallReceived': (data) => of('calls', data.callId, { received_at: data.receivedAt }),
  'huying.request.v1.CallJoinedToNeed': (data) => of('calls', data.callId, { answered_at: data.joinedAt }),
  'huying.request.v1.NeedRaised': (data) =>
    of(
      'needs',
      data.needId,
      { raised_at: data.raisedAt, due_at: data.dueAt },
      { item_code: text(data.catalogueItemCode), found_before_call: !text(data.callId) },
    ),
  'huying.request.v1.NeedPublished': (data) => of('needs', data.needId, { published_at: data.publishedAt }),
  'huying.request.v1.NeedFilled': (data) => of('needs', data.needId, { filled_at: data.filledAt }),
  'huying.request.v1.NeedCompleted': (data) => of('needs', data.needId, { completed_at: data.completedAt }),
  'huying.request.v1.NeedCancelled': (data) => of('needs', data.needId, { given_up_at: data.cancelledAt }),
  'huying.request.v1.NeedExpired': (data) => of('needs', data.needId, { given_up_at: data.expiredAt }),
  'huying.request.v1.FeedbackGiven': (data) =>
    of('needs', data.needId, { rated_at: data.givenAt }, { rating: whole(data.rating) }),
  'huying.claim.v1.PlaceHeld': (data) =>
    isOfNeed(data)
      ? of('services', data.claimId, { held_at: data.heldAt }, { held_by: text(data.volunteerId) })
      : undefined,
  'huying.claim.v1.PlaceReleased': (data) =>
    isOfNeed(data) ? of('services', data.claimId, { released_at: data.releasedAt }) : undefined,
  'huying.volunteer.v1.ServiceRecorded': (data) =>
    of(
      'services',
      data.claimId,
      { served_at: data.until },
      { served_by: text(data.volunteerId), minutes: whole(data.minutes) },
    ),
  'huying.volunteer.v1.AttendanceMissed': (data) => of('services', data.claimId, { missed_at: data.missedAt }),
};

/** The types of events that indicators are made of. */
export const indicatorTypes: readonly string[] = Object.keys(folds);

/**
 * What an event says for indicators; nothing for most. What it says does not depend on what came before, so that facts are the
 * same in whatever order events of different aggregates come, and however often.
 * @param data as districts see it: indicators can be computed from the feed by anybody who has it
 */
export function factOf(type: string, data: JsonObject): Fact | undefined {
  return folds[type]?.(data);
}
