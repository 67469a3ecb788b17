import { create } from '@bufbuild/protobuf';
import {
  ProgrammeCancelledSchema,
  ProgrammeClosedSchema,
  ProgrammeOpenedSchema,
  ProgrammePlannedSchema,
  toTimestamp,
  type ProgrammeCancelled,
  type ProgrammeClosed,
  type ProgrammeOpened,
  type ProgrammePlanned,
} from '@huying/contracts';
import { lifecycle } from '@huying/lifecycle';
import type { Deed, ReasonedDeed } from '@huying/http';
import type { Organization } from '../organizations/organization.entity.js';
import { isAtWork } from '../organizations/organization.js';
import type { Programme, ProgrammeState } from './programme.entity.js';
import { programmeProblems } from './programmes.problems.js';

export const programmeLife = lifecycle<ProgrammeState>({
  name: 'programme',
  title: 'Programme 项目',
  begins: [ProgrammePlannedSchema, 'planned'],
  ways: [
    [ProgrammeOpenedSchema, ['planned'], 'open'],
    [ProgrammeClosedSchema, ['open'], 'closed'],
    [ProgrammeCancelledSchema, ['planned', 'open'], 'cancelled'],
  ],
  refuse: (state) => programmeProblems.wrongState({ state }),
});

const told = ({ id, communityId, organizationId }: Programme) => ({ programmeId: id, communityId, organizationId });

/** @throws programme-organization-not-at-work, programme-period-upside-down */
export function planProgramme(
  programme: Programme,
  { organization, today, by, now }: Deed & { organization: Organization; today: string },
): ProgrammePlanned {
  ensureRun(organization);
  const { kind, name, purpose, fromOn, untilOn } = programme;
  if (untilOn < fromOn || untilOn < today) throw programmeProblems.periodUpsideDown();
  return create(ProgrammePlannedSchema, {
    ...told(programme),
    ...{ kind, name, purpose, fromOn, untilOn, plannedBy: by, plannedAt: toTimestamp(now) },
  });
}

/** @throws programme-organization-not-at-work */
function ensureRun(organization: Organization): void {
  if (!isAtWork(organization)) throw programmeProblems.organizationNotAtWork({ state: organization.state });
}

/** @throws programme-wrong-state, programme-organization-not-at-work */
export function openProgramme(
  programme: Programme,
  { organization, by, now }: Deed & { organization: Organization },
): ProgrammeOpened {
  programmeLife.ensure(programme.state, ProgrammeOpenedSchema);
  ensureRun(organization);
  const { kind, name } = programme;
  return create(ProgrammeOpenedSchema, { ...told(programme), kind, name, openedBy: by, openedAt: toTimestamp(now) });
}

/** @throws programme-wrong-state, programme-still-running */
export function closeProgramme(
  programme: Programme,
  { running, results, by, now }: Deed & { running: number; results: string },
): ProgrammeClosed {
  programmeLife.ensure(programme.state, ProgrammeClosedSchema);
  if (running > 0) throw programmeProblems.stillRunning({ count: running });
  return create(ProgrammeClosedSchema, { ...told(programme), results, closedBy: by, closedAt: toTimestamp(now) });
}

/** @throws programme-wrong-state, programme-still-running */
export function cancelProgramme(
  programme: Programme,
  { running, by, now, reason }: ReasonedDeed & { running: number },
): ProgrammeCancelled {
  programmeLife.ensure(programme.state, ProgrammeCancelledSchema);
  if (running > 0) throw programmeProblems.stillRunning({ count: running });
  return create(ProgrammeCancelledSchema, {
    ...told(programme),
    reason,
    cancelledBy: by,
    cancelledAt: toTimestamp(now),
  });
}
