import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { isBefore } from '@huying/calendar';
import { step } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { Consultation } from '../../consultations/consultation.entity.js';
import { consultationProblems } from '../../consultations/consultations.problems.js';
import { rules } from '../../majorities/rules.js';
import { databaseTime } from '../database-time.js';
import { affectedOf, electorateOf, fixElectorate } from '../electorate.js';
import { Round, type Affected, type OptionWish, type Scope } from '../round.entity.js';
import { openRound, optionsAfter, roundLife } from '../round.js';
import { roundView, type AffectedDto, type RoundView } from '../round.view.js';
import { roundProblems } from '../rounds.problems.js';
import type { OptionDto, RoundDto, RoundsView } from './open-round.controller.js';

@Injectable()
export class OpenRoundHandler {
  constructor(private readonly db: Database) {}

  async list(consultationId: string, { communityId }: Caller): Promise<RoundsView> {
    const found = await this.db.read.find(Round, { where: { consultationId, communityId }, order: { number: 'ASC' } });
    return { items: found.map(roundView) };
  }

  open(consultationId: string, wish: RoundDto, { communityId, personId }: Caller): Promise<RoundView> {
    const { purpose, method, rule, question, opensAt, closesAt, quorumPercent = null, mostTicks } = wish;
    const scope: Scope = { ...placeOf(wish.scope), tenants: wish.scope.tenants ?? false };
    return this.db.withTransaction(async (tx) => {
      const deed = { by: personId, now: await databaseTime(tx) };
      const consultation = await tx.lock(Consultation, { id: consultationId, communityId });
      if (consultation.state !== 'open') throw consultationProblems.wrongState({ state: consultation.state });
      const [before] = await tx.manager.find(Round, { where: { consultationId }, order: { number: 'DESC' }, take: 1 });
      const { byArea } = rules[rule];
      const electors = await electorateOf(tx, communityId, scope, byArea);
      const homes = electors.reduce((sum, { homesWithoutArea }) => sum + homesWithoutArea, 0);
      if (byArea && homes > 0) throw roundProblems.areaMissing({ homes });
      const options = optionsAfter(before, purpose, (wish.options ?? []).map(optionOf));
      const affected = await affectedOf(tx, communityId, electors, { method, options });
      const round = tx.create(Round, {
        ...{ id: uuidv7(), communityId, state: 'open', consultationId, number: (before?.number ?? 0) + 1 },
        ...{ purpose, method, rule, question, closesAt, quorumPercent, scope },
        opensAt: opensAt && isBefore(deed.now, opensAt) ? opensAt : deed.now,
        options: affected.options,
        mostTicks: mostTicks ?? 1,
        voters: electors.length,
        area: electors.reduce((sum, { area }) => sum + BigInt(area), 0n).toString(),
        openedAt: deed.now,
        published: null,
      });
      await step(tx, roundLife, round, openRound(round, deed.now), deed);
      await fixElectorate(tx, round.id, affected.electors);
      return roundView(round);
    });
  }
}

const placeOf = ({ estate, building, stairwell }: AffectedDto): Affected => ({
  ...(estate && { estate }),
  ...(building && { building }),
  ...(stairwell && { stairwell }),
});

const optionOf = ({ text, costFen, affects }: OptionDto): OptionWish => ({
  text,
  ...(typeof costFen === 'number' && { costFen }),
  ...(affects && { affects: placeOf(affects) }),
});
