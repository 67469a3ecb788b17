import { create } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { CallJoinedToNeedSchema, toTimestamp } from '@huying/contracts';
import { Database, type Tx } from '@huying/database';
import { Clock } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { Call } from '../../calls/call.entity.js';
import { Catalogue } from '../../catalogue/catalogue.js';
import { needProblems } from '../needs.problems.js';
import { needView, type NeedView } from '../need.view.js';
import { Need } from '../need.entity.js';
import { transition } from '../need-history.js';
import { raise } from '../need.js';
import type { RequirementsDto } from './location-and-requirements.dto.js';
import type { RaiseNeedDto } from './raise-need.dto.js';

/** What a need says only from its first publication on. */
export const unpublished = () => ({
  groupIds: [] as string[],
  waitingList: true,
  dispatch: 'first-come' as const,
  offerMinutes: 0,
  restHours: 0,
  risk: '',
  publication: 0,
  revision: 0,
  seriesId: null,
  seriesLimit: 0,
  rating: null,
  feedbackText: null,
});

const requirementsOf = (wish: RequirementsDto) => ({
  skills: wish.skills ?? [],
  minimumAge: wish.minimumAge ?? 0,
  preferredSkills: wish.preferredSkills ?? [],
  trainings: wish.trainings ?? [],
  hometowns: wish.hometowns ?? [],
  dialects: wish.dialects ?? [],
});

@Injectable()
export class RaiseNeedHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly catalogue: Catalogue,
  ) {}

  async handle(wish: RaiseNeedDto, by: Caller): Promise<NeedView> {
    const item = await this.catalogue.find(by.communityId, wish.catalogueItemCode);
    if (!item) throw needProblems.unknownItem({ code: wish.catalogueItemCode });
    const now = this.clock.now();
    return this.db.withTransaction(async (tx) => {
      const call = wish.callId ? await this.callOf(tx, wish.callId, by) : null;
      const need = tx.create(Need, {
        id: uuidv7(),
        communityId: by.communityId,
        state: 'draft',
        callId: call?.id ?? null,
        callerId: call?.callerId ?? null,
        catalogueItemCode: item.code,
        title: wish.title,
        description: wish.description ?? '',
        urgency: wish.urgency ?? 'normal',
        places: wish.places ?? 0,
        startsAt: wish.startsAt,
        endsAt: wish.endsAt,
        locationName: wish.location.name,
        building: wish.location.building ?? '',
        latitude: wish.location.latitude ?? null,
        longitude: wish.location.longitude ?? null,
        ...requirementsOf(wish.requirements ?? {}),
        ...unpublished(),
        organiser: wish.organiser ?? by.communityId,
        personInCharge: wish.personInCharge,
        privateDetails: wish.privateDetails ?? null,
        dueAt: (call?.receivedAt ?? now).add({ minutes: item.usualResponseMinutes }),
        raisedBy: by.personId,
        raisedAt: now,
      });
      const raised = raise(need, { by: by.personId, now, reason: '' });
      await transition(tx, need, raised, { by: by.personId, reason: '', at: now });
      if (call) {
        call.needId = need.id;
        await tx.save(call);
        tx.emit(
          create(CallJoinedToNeedSchema, {
            callId: call.id,
            communityId: call.communityId,
            needId: need.id,
            joinedAt: toTimestamp(now),
          }),
        );
      }
      return needView(need, undefined, true);
    });
  }

  /** Locked until the need is joined to it: of two desks that raise a need from one call at once, one is refused. */
  private async callOf(tx: Tx, id: string, by: Caller): Promise<Call> {
    const call = await tx.lockIfPresent(Call, { id, communityId: by.communityId });
    if (!call) throw needProblems.unknownCall();
    if (call.needId !== null) throw needProblems.callHasNeed({ needId: call.needId });
    return call;
  }
}
