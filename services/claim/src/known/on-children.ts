import {
  ChildConsentWithdrawnSchema,
  ChildRegisteredSchema,
  type ChildConsentWithdrawn,
  type ChildRegistered,
} from '@huying/contracts';
import type { Tx } from '@huying/database';
import { Consumer, On, type Delivery } from '@huying/events';
import { dateNumber } from './on-volunteers.js';
import { noteChange } from './pool-change.js';

/**
 * Learns of children what decides whether they may have a place in a class: whose they are, their age, the guardian's consent. A
 * child is never active as a volunteer, so that no need can be claimed in its name.
 */
@Consumer()
export class OnChildren {
  @On(ChildRegisteredSchema)
  registered({ event, tx }: Delivery<ChildRegistered>): Promise<void> {
    return this.learn(tx, event, { guardianId: event.guardianId, born: dateNumber(event.birthDate), consent: true });
  }

  /** Of whom the consent is gone only the ids stay: for the claims that they had. */
  @On(ChildConsentWithdrawnSchema)
  withdrawn({ event, tx }: Delivery<ChildConsentWithdrawn>): Promise<void> {
    return this.learn(tx, event, { guardianId: '', born: 0, consent: false });
  }

  private async learn(
    tx: Tx,
    { communityId: pool, childId, version }: Pick<ChildRegistered, 'communityId' | 'childId' | 'version'>,
    { guardianId, born, consent }: { guardianId: string; born: number; consent: boolean },
  ): Promise<void> {
    await tx.query(
      `INSERT INTO known_volunteers (pool, id, profile_version, guardian_id, born, guardian, version)
       VALUES ($1, $2, $3, $4, $5, $6, nextval('known_volunteers_version'))
       ON CONFLICT (pool, id) DO UPDATE
         SET profile_version = excluded.profile_version, guardian_id = excluded.guardian_id, born = excluded.born,
             guardian = excluded.guardian, version = excluded.version
         WHERE known_volunteers.profile_version < excluded.profile_version`,
      [pool, childId, version, guardianId, born, consent],
    );
    await noteChange(tx, pool, 'volunteer', [childId]);
  }
}
