import { toTimestamp, Urgency } from '@huying/contracts';
import type { Tx } from '@huying/database';
import { type Deed, step } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { raiseNeed } from '../../needs/arisen-need.js';
import { Venue } from '../../venues/venue.entity.js';
import { SessionPresence } from '../child.entity.js';
import { SchoolClass, type ClassSession } from '../class.entity.js';
import { noticeUncollected, sessionLife } from '../session.js';

/** Children in difficulty, protection of minors. */
const CHILDREN = 'SG-008';
const HOURS = 2;

/**
 * Nobody fetched a child: an urgent need is raised, which says where and not who.
 * @returns the need's id
 * @throws what `noticeUncollected` refuses
 */
export async function raiseUncollected(tx: Tx, session: ClassSession, childId: string, deed: Deed): Promise<string> {
  const { id, communityId, organizationId, classId } = session;
  const presence = await tx.lockIfPresent(SessionPresence, { sessionId: id, childId });
  // Refused before anything is raised; the id of the need is known only afterwards.
  noticeUncollected(session, { ...deed, presence, needId: uuidv7() });
  const schoolClass = await tx.get(SchoolClass, { id: classId });
  const venue = await tx.get(Venue, { id: schoolClass.venueId });
  const needId = await raiseNeed(tx, {
    communityId,
    origin: { kind: 'child-not-collected', id, organizationId, programmeId: schoolClass.programmeId },
    catalogueItemCode: CHILDREN,
    title: '有孩子放学后无人接,请就近陪伴',
    urgency: Urgency.EMERGENCY,
    places: 1,
    startsAt: toTimestamp(deed.now),
    endsAt: toTimestamp(deed.now.add({ hours: HOURS })),
    location: { name: venue.name, building: venue.building },
    minimumAge: 18,
    organiser: organizationId,
    personInCharge: schoolClass.personInCharge,
    publish: true,
    aroseBy: deed.by,
    aroseAt: toTimestamp(deed.now),
  });
  const noticed = noticeUncollected(session, { ...deed, presence, needId });
  if (presence) await tx.save(Object.assign(presence, { needId }));
  await step(tx, sessionLife, session, noticed, { ...deed, reason: 'not-collected' });
  return needId;
}
