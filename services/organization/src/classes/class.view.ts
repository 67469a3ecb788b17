import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { shown } from '@huying/http';
import type { EntityManager } from 'typeorm';
import { restsOnHolidays, RestsOnHolidaysView } from '../holidays/announced.view.js';
import {
  classStates,
  sessionStates,
  termStates,
  type ClassSession,
  type ClassState,
  type SchoolClass,
  type SessionState,
  type Term,
  type TermState,
} from './class.entity.js';

export class TermView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'Also the ETag' })
  version!: number;

  @ApiProperty({ enum: termStates })
  state!: TermState;

  @ApiProperty({ format: 'uuid' })
  programmeId!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty({ format: 'date' })
  fromOn!: string;

  @ApiProperty({ format: 'date' })
  untilOn!: string;

  @ApiProperty({ format: 'date-time' })
  enrolmentOpensAt!: string;

  @ApiProperty({ format: 'date', description: 'When what is known of its children is erased' })
  eraseOn!: string;
}

export class ClassView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'Also the ETag' })
  version!: number;

  @ApiProperty({ enum: classStates })
  state!: ClassState;

  @ApiProperty({ format: 'uuid' })
  termId!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty()
  course!: string;

  @ApiProperty()
  places!: number;

  @ApiProperty({ description: 'Places that are held' })
  enrolled!: number;

  @ApiProperty({ description: 'Children on the waiting list' })
  waiting!: number;

  @ApiProperty()
  minimumAge!: number;

  @ApiProperty()
  maximumAge!: number;

  @ApiProperty({ format: 'uuid', description: 'The room' })
  venueId!: string;

  @ApiProperty({ format: 'date-time', description: 'The first session' })
  startsAt!: string;
}

export class SessionView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'Also the ETag' })
  version!: number;

  @ApiProperty({ enum: sessionStates })
  state!: SessionState;

  @ApiProperty({ format: 'uuid' })
  classId!: string;

  @ApiProperty({ format: 'date-time' })
  startsAt!: string;

  @ApiProperty({ format: 'date-time' })
  endsAt!: string;

  @ApiProperty({ format: 'uuid', description: 'The need for its teacher' })
  needId!: string;

  @ApiProperty({ description: 'Whether a volunteer holds the place of the teacher' })
  hasTeacher!: boolean;
}

export class ClassFileView extends IntersectionType(ClassView, RestsOnHolidaysView) {
  @ApiProperty({ type: [SessionView] })
  sessions!: SessionView[];
}

export const termView = (term: Term): TermView => {
  const { id, version, state, programmeId, name, fromOn, untilOn, eraseOn } = term;
  return {
    id,
    version,
    state,
    programmeId,
    name,
    fromOn,
    untilOn,
    enrolmentOpensAt: shown(term.enrolmentOpensAt),
    eraseOn,
  };
};

export const sessionView = (session: ClassSession): SessionView => {
  const { id, version, state, classId, needId, teacherId } = session;
  const times = { startsAt: shown(session.startsAt), endsAt: shown(session.endsAt) };
  return { id, version, state, classId, ...times, needId, hasTeacher: teacherId !== null };
};

interface Counts {
  readonly enrolled: number;
  readonly waiting: number;
}

/** Classes with how full they are. */
export async function classViews(manager: EntityManager, classes: readonly SchoolClass[]): Promise<ClassView[]> {
  const rows = await manager.query<(Counts & { id: string })[]>(
    `SELECT class_id AS id, count(*) FILTER (WHERE state IN ('enrolled', 'graduated'))::int AS enrolled,
       count(*) FILTER (WHERE state = 'waiting')::int AS waiting
     FROM enrolments WHERE class_id = ANY($1) GROUP BY class_id`,
    [classes.map(({ id }) => id)],
  );
  const counts = new Map(rows.map(({ id, ...count }) => [id, count]));
  return classes.map((one) => {
    const { id, version, state, termId, name, course, places, minimumAge, maximumAge, venueId } = one;
    const { enrolled, waiting } = counts.get(id) ?? { enrolled: 0, waiting: 0 };
    return {
      ...{ id, version, state, termId, name, course, places, enrolled, waiting },
      ...{ minimumAge, maximumAge, venueId, startsAt: shown(one.startsAt) },
    };
  });
}

/** A class with its sessions. */
export const classFileView = (view: ClassView, sessions: readonly ClassSession[]): ClassFileView => ({
  ...{ ...view, ...restsOnHolidays },
  sessions: sessions.map(sessionView),
});
