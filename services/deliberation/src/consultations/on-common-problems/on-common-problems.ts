import { CommonProblemFoundSchema, type CommonProblemFound } from '@huying/contracts';
import { Consumer, On, type Delivery } from '@huying/events';
import { KnownCommonProblem } from '../common-problem.entity.js';

/** What many have called about can be consulted about. */
@Consumer()
export class OnCommonProblems {
  @On(CommonProblemFoundSchema)
  async found({ event, tx }: Delivery<CommonProblemFound>): Promise<void> {
    const { commonProblemId: id, communityId, catalogueItemCode } = event;
    if (await tx.lockIfPresent(KnownCommonProblem, { id })) return;
    await tx.save(tx.create(KnownCommonProblem, { id, communityId, catalogueItemCode, consultationId: null }));
  }
}
