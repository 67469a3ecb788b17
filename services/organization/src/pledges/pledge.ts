import { create } from '@bufbuild/protobuf';
import {
  AppealClosedSchema,
  AppealOpenedSchema,
  EngravingChosenSchema,
  PledgeDeliveredSchema,
  PledgeFulfilledSchema,
  PledgeMadeSchema,
  PledgeRequestedSchema,
  PledgeRetiredSchema,
  PledgeWaitingSchema,
  PledgeWithdrawnSchema,
  toTimestamp,
  UpkeepDoneSchema,
  UpkeepDueSchema,
  UpkeepMissedSchema,
  type AppealClosed,
  type AppealOpened,
  type EngravingChosen,
  type PledgeDelivered,
  type PledgeFulfilled,
  type PledgeRequested,
  type PledgeRetired,
  type PledgeWithdrawn,
  type UpkeepDone,
  type UpkeepDue,
  type UpkeepMissed,
} from '@huying/contracts';
import { lifecycle } from '@huying/lifecycle';
import type { Deed, ReasonedDeed } from '@huying/http';
import { Temporal } from 'temporal-polyfill';
import type { Appeal, AppealState, Pledge, PledgeState } from './pledge.entity.js';
import { appealProblems, pledgeProblems } from './pledges.problems.js';

export const appealLife = lifecycle<AppealState>({
  name: 'appeal',
  title: 'Appeal 认捐项目',
  begins: [AppealOpenedSchema, 'open'],
  ways: [[AppealClosedSchema, ['open'], 'closed']],
  refuse: (state) => appealProblems.wrongState({ state }),
});

/** What residents came to in a round, as the deliberation service told it. */
export interface KnownDecision {
  /** Whether it passed, or put wishes in order. */
  readonly agreed: boolean;
}

/**
 * Residents give of their own will, and only for what was decided (居委会组织法 art. 16): a consultation's result is named by its id, a
 * decision on paper has none.
 * @param decision what that result is known to be
 * @throws appeal-basis-incomplete, appeal-basis-unknown, appeal-basis-not-agreed, appeal-basis-in-the-future
 */
export function openAppeal(
  appeal: Appeal,
  { today, decision, by, now }: Deed & { today: string; decision?: KnownDecision | undefined },
): AppealOpened {
  const { id: appealId, communityId, title, thing, wanted, upkeepMonths, basis, basisKind } = appeal;
  const { basisResultId, basisDecidedOn } = appeal;
  if ((basisKind === 'consultation-result') !== (basisResultId !== null)) throw appealProblems.basisIncomplete();
  if (basisResultId !== null && !decision) throw appealProblems.basisUnknown();
  if (decision && !decision.agreed) throw appealProblems.basisNotAgreed();
  if (basisDecidedOn > today) throw appealProblems.basisInTheFuture();
  return create(AppealOpenedSchema, {
    ...{ appealId, communityId, title, thing, wanted, upkeepMonths, basis, basisKind, basisDecidedOn },
    ...{ basisResultId: basisResultId ?? '', opensAt: toTimestamp(appeal.opensAt) },
    ...{ openedBy: by, openedAt: toTimestamp(now) },
  });
}

/** @throws appeal-wrong-state */
export function closeAppeal(
  appeal: Appeal,
  { pledged, by, now, reason }: ReasonedDeed & { pledged: number },
): AppealClosed {
  appealLife.ensure(appeal.state, AppealClosedSchema);
  const { id: appealId, communityId, wanted } = appeal;
  return create(AppealClosedSchema, {
    ...{ appealId, communityId, pledged, wanted, reason },
    ...{ closedBy: by, closedAt: toTimestamp(now) },
  });
}

const stands: readonly PledgeState[] = ['installed', 'in-care'];

/** It is in care from the first time on that upkeep comes round. */
export const pledgeLife = lifecycle<PledgeState>({
  name: 'pledge',
  title: 'Pledge 认捐',
  begins: [PledgeRequestedSchema, 'requested'],
  ways: [
    [PledgeMadeSchema, ['requested', 'waiting'], 'pledged'],
    [PledgeWaitingSchema, ['requested'], 'waiting'],
    [PledgeWithdrawnSchema, ['requested', 'waiting', 'pledged'], 'withdrawn'],
    [PledgeDeliveredSchema, ['pledged'], 'delivered'],
    [PledgeFulfilledSchema, ['delivered'], 'installed'],
    [UpkeepDueSchema, stands, 'in-care'],
    [UpkeepDoneSchema, stands, 'in-care'],
    [UpkeepMissedSchema, stands, 'in-care'],
    [PledgeRetiredSchema, stands, 'retired'],
  ],
  refuse: (state) => pledgeProblems.wrongState({ state }),
});

export const LONGEST_ENGRAVING = 20;
/** How long before the day the giver is reminded, and after it that the upkeep is missed. */
export const REMIND_DAYS = 7;
export const MISSED_DAYS = 14;

// What does not belong on a thing that stands for years where everybody sits.
const forbidden = [
  /\d{5,}/u,
  /https?:|www\.|\.(com|cn|net)|@/iu,
  /广告|招商|加盟|优惠|打折|代理|贷款|兼职|微信|扫码|公司|有限|淘宝/u,
  /傻|滚|去死|混蛋|王八|妈的|笨蛋/u,
];

/** @throws pledge-engraving-too-long, pledge-engraving-forbidden, pledge-names-without-consent */
export function ensureEngravable(text: string, namesConsent: boolean): void {
  const plain = text.normalize('NFKC').replaceAll(/[\s\p{C}\p{P}]/gu, '');
  if ([...text.trim()].length > LONGEST_ENGRAVING) throw pledgeProblems.engravingTooLong({ most: LONGEST_ENGRAVING });
  const written = text.normalize('NFKC');
  if (forbidden.some((pattern) => pattern.test(plain) || pattern.test(written)))
    throw pledgeProblems.engravingForbidden();
  if (!namesConsent) throw pledgeProblems.namesWithoutConsent();
}

export const pledgeTold = ({ id, communityId, appealId }: Pledge) => ({ pledgeId: id, communityId, appealId });

/** A resident has asked to give one of the things, and the claim service has said what became of it. */
export function requestPledge(pledge: Pledge, now: Temporal.Instant): PledgeRequested {
  const { giverId, claimId } = pledge;
  return create(PledgeRequestedSchema, { ...pledgeTold(pledge), giverId, claimId, requestedAt: toTimestamp(now) });
}

/** Until the thing is here the giver may settle what is engraved, and change it. */
const engravable: readonly PledgeState[] = ['requested', 'waiting', 'pledged'];

/** @throws pledge-wrong-state, and what `ensureEngravable` refuses */
export function chooseEngraving(
  pledge: Pledge,
  { engraving, namesConsent, by, now }: Deed & { engraving: string; namesConsent: boolean },
): EngravingChosen {
  if (!engravable.includes(pledge.state)) throw pledgeProblems.wrongState({ state: pledge.state });
  ensureEngravable(engraving, namesConsent);
  return create(EngravingChosenSchema, { ...pledgeTold(pledge), chosenBy: by, chosenAt: toTimestamp(now) });
}

/** @throws pledge-wrong-state */
export function withdrawPledge(pledge: Pledge, { by, now, reason }: ReasonedDeed): PledgeWithdrawn {
  pledgeLife.ensure(pledge.state, PledgeWithdrawnSchema);
  return create(PledgeWithdrawnSchema, {
    ...pledgeTold(pledge),
    reason,
    withdrawnBy: by,
    withdrawnAt: toTimestamp(now),
  });
}

/** @throws pledge-wrong-state */
export function deliver(pledge: Pledge, { by, now }: Deed): PledgeDelivered {
  pledgeLife.ensure(pledge.state, PledgeDeliveredSchema);
  const { claimId } = pledge;
  return create(PledgeDeliveredSchema, {
    ...pledgeTold(pledge),
    claimId,
    recordedBy: by,
    recordedAt: toTimestamp(now),
  });
}

/** The day of the next upkeep after a day, `YYYY-MM-DD`; empty: none is promised. */
export const upkeepAfter = (day: string, months: number): string =>
  months === 0 ? '' : Temporal.PlainDate.from(day).add({ months }).toString();

/** @throws pledge-wrong-state */
export function install(
  pledge: Pledge,
  { upkeepMonths, today, by, now }: Deed & { upkeepMonths: number; today: string },
): PledgeFulfilled {
  pledgeLife.ensure(pledge.state, PledgeFulfilledSchema);
  const nextUpkeepOn = upkeepAfter(today, upkeepMonths);
  return create(PledgeFulfilledSchema, {
    ...pledgeTold(pledge),
    nextUpkeepOn,
    installedBy: by,
    installedAt: toTimestamp(now),
  });
}

const daysFrom = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString();

/** @throws pledge-wrong-state, pledge-no-upkeep: also for one that is done before the giver is reminded */
export function seeTo(
  pledge: Pledge,
  { upkeepMonths, today, by, now }: Deed & { upkeepMonths: number; today: string },
): UpkeepDone {
  pledgeLife.ensure(pledge.state, UpkeepDoneSchema);
  const { nextUpkeepOn: due } = pledge;
  if (due === null || today < daysFrom(due, -REMIND_DAYS)) throw pledgeProblems.noUpkeep();
  const nextUpkeepOn = upkeepAfter(today, upkeepMonths);
  return create(UpkeepDoneSchema, {
    ...pledgeTold(pledge),
    nextUpkeepOn,
    recordedBy: by,
    recordedAt: toTimestamp(now),
  });
}

/** The giver is reminded once for each due date, some days before it. */
export function remind(
  pledge: Pledge,
  { today, now }: { today: string; now: Temporal.Instant },
): UpkeepDue | undefined {
  const { nextUpkeepOn: dueOn, giverId } = pledge;
  if (dueOn === null || !pledgeLife.may(pledge.state, UpkeepDueSchema)) return undefined;
  if (pledge.remindedOf === dueOn || today < daysFrom(dueOn, -REMIND_DAYS)) return undefined;
  return create(UpkeepDueSchema, { ...pledgeTold(pledge), giverId, dueOn, remindedAt: toTimestamp(now) });
}

/** Whether the upkeep was not seen to in time. */
export function isMissed({ nextUpkeepOn: dueOn, state }: Pledge, today: string): boolean {
  return dueOn !== null && pledgeLife.may(state, UpkeepMissedSchema) && today > daysFrom(dueOn, MISSED_DAYS);
}

export function miss(pledge: Pledge, { needId, now }: { needId: string; now: Temporal.Instant }): UpkeepMissed {
  return create(UpkeepMissedSchema, {
    ...pledgeTold(pledge),
    needId,
    dueOn: pledge.nextUpkeepOn ?? '',
    missedAt: toTimestamp(now),
  });
}

/** @throws pledge-wrong-state */
export function retire(pledge: Pledge, { by, now, reason }: ReasonedDeed): PledgeRetired {
  pledgeLife.ensure(pledge.state, PledgeRetiredSchema);
  return create(PledgeRetiredSchema, { ...pledgeTold(pledge), reason, retiredBy: by, retiredAt: toTimestamp(now) });
}
