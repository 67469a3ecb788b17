import { create } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { ConsentSoughtSchema, toTimestamp } from '@huying/contracts';
import { Database, RowNotFoundError } from '@huying/database';
import { Clock, tell } from '@huying/http';
import { publishedKind } from '../../kinds/kinds.js';
import { mediatorProblems } from '../../mediators/mediators.problems.js';
import { acceptIfAll } from '../acceptance.js';
import { enterAsMediator, enterCase, isMediatorOf, recordReading } from '../access.js';
import { MediationCase, Party } from '../case.entity.js';
import { caseLife, open, told } from '../case.js';
import { partySketch, partyView, type CaseFileView, type PartySketch, type PartyView } from '../case.view.js';
import { caseProblems } from '../cases.problems.js';
import { fileView } from '../file.js';
import { ensureSides, partyOf } from '../new-case.js';
import type { PartyDto, SelfDto } from '../open-case/open-case.controller.js';
import { isGroup, join, refuseConsent } from '../parties.js';

@Injectable()
export class KeepPartiesHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  add(id: string, wish: PartyDto, by: Caller): Promise<PartySketch> {
    const now = this.clock.now();
    return this.db.withTransaction(async (tx) => {
      const { case: one, parties } = await enterAsMediator(tx, id, by);
      // Once every side has consented nobody can be put beside them: whoever belongs to a group joins it.
      const asked = one.state === 'consent-sought';
      if (!asked && one.state !== 'received') throw caseProblems.wrongState({ state: one.state });
      const party = partyOf(tx, one.communityId, wish);
      ensureSides([...parties, party]);
      await tx.save(Object.assign(party, { caseId: id, consent: asked ? 'asked' : 'unasked' }));
      if (asked) {
        const event = { ...told(one), kind: publishedKind(one.kind), asked: [party.id], soughtAt: toTimestamp(now) };
        await tell(tx, caseLife, one, create(ConsentSoughtSchema, event), { by: by.personId, now });
      }
      return partySketch(party, by.personId);
    });
  }

  show(id: string, partyId: string, reason: string | undefined, by: Caller): Promise<PartyView> {
    return this.db.withTransaction(async (tx) => {
      const access = await enterCase(tx, id, by);
      const party = access.parties.find((one) => one.id === partyId);
      if (!party) throw new RowNotFoundError('parties');
      if (access.as === 'reporter' || (access.as === 'party' && access.own !== party))
        throw caseProblems.dataNotYours();
      await recordReading(tx, access, by, { what: 'party', reason, at: this.clock.now() });
      return partyView(party, by.personId);
    });
  }

  /** Whoever is to join is nothing in the case yet: they know it by its id. */
  join(id: string, wish: SelfDto, by: Caller): Promise<CaseFileView> {
    const now = this.clock.now();
    const { communityId, personId } = by;
    return this.db.withTransaction(async (tx) => {
      const one = await tx.lock(MediationCase, { id, communityId });
      if (!one.group) throw new RowNotFoundError('cases');
      const parties = await tx.manager.find(Party, { where: { caseId: id }, order: { side: 'ASC', id: 'ASC' } });
      const party = partyOf(tx, communityId, { ...wish, accountId: personId });
      const joined = join(one, { party, parties, now });
      if (await isMediatorOf(tx, one, by)) throw mediatorProblems.isParty();
      await tx.save(Object.assign(party, { caseId: id, consent: 'given' }));
      await tell(tx, caseLife, one, joined, { by: personId, now });
      return fileView({ case: one, parties: [...parties, party], own: party, as: 'party' }, personId);
    });
  }

  leave(id: string, by: Caller): Promise<CaseFileView> {
    const now = this.clock.now();
    return this.db.withTransaction(async (tx) => {
      const access = await enterCase(tx, id, by);
      const { case: one, parties, own } = access;
      if (!own || !open.includes(one.state)) throw caseProblems.wrongState({ state: one.state });
      if (!isGroup(one, parties, own.side)) throw caseProblems.notAGroup();
      const left = refuseConsent(one, { party: own, parties, now });
      await tx.save(Object.assign(own, { left: true, consent: 'refused', representative: false }));
      await tell(tx, caseLife, one, left, { by: by.personId, now });
      await acceptIfAll(tx, access, { by: by.personId, now });
      return fileView(access, by.personId);
    });
  }
}
