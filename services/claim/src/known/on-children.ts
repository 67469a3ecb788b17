import {
  ChildConsentWithdrawnSchema,
  ChildRegisteredSchema,
  type ChildConsentWithdrawn,
  type ChildRegistered,
} from '@huying/contracts';
import { encrypt, reseal, type Tx } from '@huying/database';
import { Consumer, On, type Delivery } from '@huying/events';
import { noteChange } from './pool-change.js';

/**
 * Learns of children what decides whether they may have a place in a class: whose they are, their age, the guardian's consent. The
 * birthday stays encrypted and in PostgreSQL: ages are decided at the door (enrol-children), and Redis knows nothing of them. A child is
 * never active as a volunteer, so that no need can be claimed in its name.
 */
@Consumer()
export class OnChildren {
  @On(ChildRegisteredSchema)
  registered({ event, tx }: Delivery<ChildRegistered>): Promise<void> {
    const { guardianId, birthDate } = event;
    const sealedBirth = event.sealedBirthDate ? reseal(event.sealedBirthDate) : birthDate && encrypt(birthDate);
    return this.learn(tx, event, { guardianId, sealedBirth, consent: true });
  }

  /** Of whom the consent is gone only the ids stay: for the claims that they had. */
  @On(ChildConsentWithdrawnSchema)
  withdrawn({ event, tx }: Delivery<ChildConsentWithdrawn>): Promise<void> {
    return this.learn(tx, event, { guardianId: '', sealedBirth: '', consent: false });
  }

  private async learn(
    tx: Tx,
    { communityId: pool, childId, version }: Pick<ChildRegistered, 'communityId' | 'childId' | 'version'>,
    { guardianId, sealedBirth, consent }: { guardianId: string; sealedBirth: string; consent: boolean },
  ): Promise<void> {
    await tx.query(
      `INSERT INTO known_volunteers (pool, id, profile_version, guardian_id, sealed_birth, guardian, version)
       VALUES ($1, $2, $3, $4, $5, $6, nextval('known_volunteers_version'))
       ON CONFLICT (pool, id) DO UPDATE
         SET profile_version = excluded.profile_version, guardian_id = excluded.guardian_id,
             sealed_birth = excluded.sealed_birth, guardian = excluded.guardian, version = excluded.version
         WHERE known_volunteers.profile_version < excluded.profile_version`,
      [pool, childId, version, guardianId, sealedBirth, consent],
    );
    noteChange(tx, pool, 'volunteer', childId);
  }
}
