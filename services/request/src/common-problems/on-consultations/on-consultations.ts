import { ConsultationOpenedSchema, type ConsultationOpened } from '@huying/contracts';
import { Consumer, On, type Delivery } from '@huying/events';
import { CommonProblem } from '../common-problem.entity.js';

/** Residents are consulted because of what many called about. */
@Consumer()
export class OnConsultations {
  @On(ConsultationOpenedSchema)
  async opened({ event, tx }: Delivery<ConsultationOpened>): Promise<void> {
    const { commonProblemId: id, communityId, consultationId } = event;
    if (!id) return;
    const one = await tx.lockIfPresent(CommonProblem, { id, communityId });
    if (one) await tx.save(Object.assign(one, { consultationId }));
  }
}
