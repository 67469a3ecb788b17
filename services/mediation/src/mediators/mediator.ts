import { create } from '@bufbuild/protobuf';
import {
  GoBetweenRegisteredSchema,
  GoBetweenRetiredSchema,
  MediatorAppointedSchema,
  MediatorChangedSchema,
  MediatorDismissedSchema,
  MediatorReinstatedSchema,
  MediatorSuspendedSchema,
  toTimestamp,
  type GoBetweenRegistered,
  type GoBetweenRetired,
  type MediatorAppointed,
  type MediatorChanged,
  type MediatorDismissed,
  type MediatorReinstated,
  type MediatorSuspended,
} from '@huying/contracts';
import { lifecycle } from '@huying/lifecycle';
import { Temporal } from 'temporal-polyfill';
import { isDivision } from '../kinds/divisions.js';
import { publishedKind } from '../kinds/kinds.js';
import type { GoBetween, GoBetweenState, Mediator, MediatorState } from './mediator.entity.js';
import { goBetweenProblems, mediatorProblems } from './mediators.problems.js';

export const mediatorLife = lifecycle<MediatorState>({
  name: 'mediator',
  title: 'Mediator 调解员',
  begins: [MediatorAppointedSchema, 'serving'],
  ways: [
    [MediatorChangedSchema, ['serving'], 'serving'],
    [MediatorSuspendedSchema, ['serving'], 'suspended'],
    [MediatorReinstatedSchema, ['suspended'], 'serving'],
    [MediatorDismissedSchema, ['serving', 'suspended'], 'ended'],
  ],
  refuse: (state) => mediatorProblems.wrongState({ state }),
});

export const goBetweenLife = lifecycle<GoBetweenState>({
  name: 'go-between',
  title: 'Go-between 中间人',
  begins: [GoBetweenRegisteredSchema, 'trusted'],
  ways: [[GoBetweenRetiredSchema, ['trusted'], 'retired']],
  refuse: (state) => goBetweenProblems.wrongState({ state }),
});

/** A committee's term (art. 9). */
export const TERM_YEARS = 3;

/** Why somebody is no mediator any more; art. 15 names what a dismissal is for. */
export const dismissals = ['term-over', 'resigned', 'dismissed'] as const;
export type Dismissal = (typeof dismissals)[number];

const described = (one: Mediator) => ({
  mediatorId: one.id,
  communityId: one.communityId,
  hometown: one.hometown,
  dialects: one.dialects.map(({ code }) => code),
  fields: one.fields.map(publishedKind),
  termUntil: one.termUntil,
});

/** @throws mediator-unknown-hometown, mediator-term-upside-down */
function ensureSound({ hometown, termFrom, termUntil }: Mediator): void {
  if (!isDivision(hometown)) throw mediatorProblems.unknownHometown({ code: hometown });
  const latest = Temporal.PlainDate.from(termFrom).add({ years: TERM_YEARS }).toString();
  if (termUntil <= termFrom || termUntil > latest) throw mediatorProblems.termUpsideDown({ years: TERM_YEARS });
}

/** @throws mediator-unknown-hometown, mediator-term-upside-down */
export function appoint(one: Mediator, now: Temporal.Instant): MediatorAppointed {
  ensureSound(one);
  return create(MediatorAppointedSchema, { ...described(one), appointedAt: toTimestamp(now) });
}

/** @throws mediator-wrong-state, mediator-unknown-hometown, mediator-term-upside-down */
export function change(one: Mediator, now: Temporal.Instant): MediatorChanged {
  mediatorLife.ensure(one.state, MediatorChangedSchema);
  ensureSound(one);
  return create(MediatorChangedSchema, { ...described(one), changedAt: toTimestamp(now) });
}

const told = ({ id, communityId }: Mediator) => ({ mediatorId: id, communityId });

/** @throws mediator-wrong-state */
export function suspend(one: Mediator, now: Temporal.Instant): MediatorSuspended {
  mediatorLife.ensure(one.state, MediatorSuspendedSchema);
  return create(MediatorSuspendedSchema, { ...told(one), suspendedAt: toTimestamp(now) });
}

/** @throws mediator-wrong-state */
export function reinstate(one: Mediator, now: Temporal.Instant): MediatorReinstated {
  mediatorLife.ensure(one.state, MediatorReinstatedSchema);
  return create(MediatorReinstatedSchema, { ...told(one), reinstatedAt: toTimestamp(now) });
}

/** @throws mediator-wrong-state */
export function dismiss(
  one: Mediator,
  { reason, now }: { reason: Dismissal; now: Temporal.Instant },
): MediatorDismissed {
  mediatorLife.ensure(one.state, MediatorDismissedSchema);
  return create(MediatorDismissedSchema, { ...told(one), reason, dismissedAt: toTimestamp(now) });
}

/** @throws go-between-unknown-hometown */
export function register(one: GoBetween, now: Temporal.Instant): GoBetweenRegistered {
  const { id: goBetweenId, communityId, volunteerId, hometown, dialects } = one;
  if (!isDivision(hometown)) throw goBetweenProblems.unknownHometown({ code: hometown });
  return create(GoBetweenRegisteredSchema, {
    ...{ goBetweenId, communityId, volunteerId, hometown },
    dialects: dialects.map(({ code }) => code),
    registeredAt: toTimestamp(now),
  });
}

/** @throws go-between-wrong-state */
export function retireGoBetween(one: GoBetween, now: Temporal.Instant): GoBetweenRetired {
  goBetweenLife.ensure(one.state, GoBetweenRetiredSchema);
  const { id: goBetweenId, communityId } = one;
  return create(GoBetweenRetiredSchema, { goBetweenId, communityId, retiredAt: toTimestamp(now) });
}
