import type { JsonObject, JsonValue } from '@bufbuild/protobuf';
import { shortNameOf } from '@huying/contracts';
import { Temporal } from 'temporal-polyfill';

/** Fields that tell what is to come, and by how many days an example moves them so that they do; all others tell what has been. */
const ahead: Readonly<Record<string, number>> = {
  ...{ startsAt: 14, endsAt: 14, firstStartsAt: 14, opensAt: 7, closesAt: 7, enrolmentOpensAt: 7 },
  ...{ dueAt: 7, answerBy: 7, until: 7, ratingsUntil: 7, releaseUntil: 7 },
  // In examples every day is the last of January.
  ...{ dueOn: 105, fromOn: 105, untilOn: 105, eraseOn: 105, nextUpkeepOn: 105 },
};

/** Events of which even that lies behind. */
const over = new Set([
  ...['BookingMissed', 'KeyReturned', 'FindingEscalated', 'MilestoneOverdue', 'ServiceRecorded', 'UpkeepMissed'],
]);

const isInstant = (value: JsonValue): value is string =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT.*Z$/.test(value);
const isDay = (value: JsonValue): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value);

/** When an example of an event happened, and its data. */
export interface FittingExample {
  readonly time: Temporal.Instant;
  readonly data: JsonObject;
}

/**
 * Published examples have made-up times in the order of their fields, and are never changed. For readers they are made to fit: the event is
 * as of the latest thing that its data tell, and what is still to come comes later.
 */
export function fittingTimes(type: string, published: string, value: JsonObject): FittingExample {
  const isOver = over.has(shortNameOf(type));
  let time: Temporal.Instant | undefined;
  const fit = (one: JsonValue, days: number | undefined): JsonValue => {
    if (Array.isArray(one)) return one.map((item) => fit(item, days));
    if (typeof one === 'object' && one !== null) return fitAll(one);
    if (isDay(one) && days !== undefined) return Temporal.PlainDate.from(one).add({ days }).toString();
    if (!isInstant(one)) return one;
    const instant = Temporal.Instant.from(one);
    if (days !== undefined) return instant.add({ hours: 24 * days }).toString();
    if (time === undefined || Temporal.Instant.compare(instant, time) > 0) time = instant;
    return one;
  };
  const fitAll = (object: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(object).map(([name, one]) => [name, fit(one, isOver ? undefined : ahead[name])]));
  const data = fitAll(value);
  return { time: time ?? Temporal.Instant.from(published), data };
}

/** That UUIDv7 as of another moment. */
export function idAt(time: Temporal.Instant, id: string): string {
  const digits = time.epochMilliseconds.toString(16).padStart(12, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8)}${id.slice(13)}`;
}
