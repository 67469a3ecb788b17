import { create } from '@bufbuild/protobuf';
import {
  AppointmentAcceptedSchema,
  AppointmentDeclinedSchema,
  AppointmentProposedSchema,
  AppointmentWithdrawnSchema,
  RoleAppointedSchema,
  RoleEndedSchema,
  toTimestamp,
  type AppointmentAccepted,
  type AppointmentDeclined,
  type AppointmentProposed,
  type AppointmentWithdrawn,
  type RoleAppointed,
  type RoleEnded,
} from '@huying/contracts';
import type { Deed, ReasonedDeed } from '@huying/http';
import { lifecycle } from '@huying/lifecycle';
import { Temporal } from 'temporal-polyfill';
import {
  territoryKinds,
  type Appointment,
  type AppointmentState,
  type Office,
  type Territory,
  type TerritoryKind,
} from './appointment.entity.js';
import { appointmentProblems, territoryProblems } from './appointments.problems.js';

/** Nothing leads to an office but the person's own word. */
export const appointmentLife = lifecycle<AppointmentState>({
  name: 'appointment',
  title: 'Appointment 任职',
  begins: [AppointmentProposedSchema, 'proposed'],
  ways: [
    [AppointmentAcceptedSchema, ['proposed'], 'accepted'],
    [AppointmentDeclinedSchema, ['proposed', 'accepted'], 'declined'],
    [AppointmentWithdrawnSchema, ['proposed', 'accepted'], 'withdrawn'],
    [RoleAppointedSchema, ['accepted'], 'in-office'],
    [RoleEndedSchema, ['in-office'], 'ended'],
  ],
  refuse: (state) => appointmentProblems.wrongState({ state }),
});

/** For which parts of the estate an office is held. A house without stairwells has its steward as a whole. */
export const TERRITORIES_OF: Readonly<Record<Office, readonly TerritoryKind[]>> = {
  'grid-worker': ['grid'],
  'stairwell-steward': ['stairwell', 'building'],
  'micro-grid-leader': ['micro-grid'],
};

/** As long as the residents' committee, whose term is five years; for these offices the law gives none. */
export const LONGEST_TERM_YEARS = 5;

export const endCauses = ['resigned', 'dismissed'] as const;
/** Why an office is vacant before the term is over. */
export type EndCause = (typeof endCauses)[number];

/** @throws territory-parent-does-not-fit */
export function ensureParent(kind: TerritoryKind, parent: Territory | null): void {
  const wanted = territoryKinds[territoryKinds.indexOf(kind) - 1];
  if (parent?.kind !== wanted) throw territoryProblems.parentDoesNotFit({ kind, parent: wanted ?? '—' });
}

const told = ({ id: appointmentId, communityId }: Appointment) => ({ appointmentId, communityId });

/** @throws appointment-territory-does-not-fit, appointment-term-reversed, appointment-term-too-long */
export function propose(
  one: Appointment,
  { territory, today, by, now }: Deed & { territory: Territory; today: string },
): AppointmentProposed {
  const { office, territoryId, personId, fromOn, untilOn } = one;
  const { kind } = territory;
  if (!TERRITORIES_OF[office].includes(kind)) throw appointmentProblems.territoryDoesNotFit({ office, kind });
  ensureTerm(one, today);
  return create(AppointmentProposedSchema, {
    ...{ ...told(one), office, territoryId, personId, fromOn, untilOn },
    ...{ proposedBy: by, proposedAt: toTimestamp(now) },
  });
}

function ensureTerm({ fromOn, untilOn }: Appointment, today: string): void {
  if (untilOn < fromOn || untilOn < today) throw appointmentProblems.termReversed();
  const longest = Temporal.PlainDate.from(fromOn).add({ years: LONGEST_TERM_YEARS }).toString();
  if (untilOn >= longest) throw appointmentProblems.termTooLong({ years: LONGEST_TERM_YEARS });
}

/** @throws appointment-wrong-state */
export function accept(one: Appointment, { now }: Deed): AppointmentAccepted {
  appointmentLife.ensure(one.state, AppointmentAcceptedSchema);
  return create(AppointmentAcceptedSchema, { ...told(one), personId: one.personId, acceptedAt: toTimestamp(now) });
}

/** Until the appointment everybody can think again. @throws appointment-wrong-state */
export function decline(one: Appointment, { now }: Deed): AppointmentDeclined {
  appointmentLife.ensure(one.state, AppointmentDeclinedSchema);
  return create(AppointmentDeclinedSchema, { ...told(one), personId: one.personId, declinedAt: toTimestamp(now) });
}

/** @throws appointment-wrong-state */
export function withdraw(one: Appointment, { by, now, reason }: ReasonedDeed): AppointmentWithdrawn {
  appointmentLife.ensure(one.state, AppointmentWithdrawnSchema);
  return create(AppointmentWithdrawnSchema, { ...told(one), reason, withdrawnBy: by, withdrawnAt: toTimestamp(now) });
}

/** @throws appointment-not-willing, appointment-wrong-state, appointment-term-reversed once the term is over */
export function appoint(
  one: Appointment,
  { territory, today, by, now }: Deed & { territory: Territory; today: string },
): RoleAppointed {
  if (one.state === 'proposed') throw appointmentProblems.notWilling();
  appointmentLife.ensure(one.state, RoleAppointedSchema);
  ensureTerm(one, today);
  const { office, territoryId, personId, fromOn, untilOn } = one;
  return create(RoleAppointedSchema, {
    ...{ ...told(one), office, territoryId, territoryKind: territory.kind, personId, fromOn, untilOn },
    ...{ appointedBy: by, appointedAt: toTimestamp(now) },
  });
}

/** @throws appointment-wrong-state */
export function end(
  one: Appointment,
  { cause, by, now, reason }: ReasonedDeed & { cause: EndCause | 'term-over' },
): RoleEnded {
  appointmentLife.ensure(one.state, RoleEndedSchema);
  const { office, territoryId, personId } = one;
  return create(RoleEndedSchema, {
    ...{ ...told(one), office, territoryId, personId, cause, reason },
    ...{ endedBy: by, endedAt: toTimestamp(now) },
  });
}

/** Whether the last day has passed. */
export const isTermOver = ({ state, untilOn }: Appointment, today: string): boolean =>
  state === 'in-office' && untilOn < today;
