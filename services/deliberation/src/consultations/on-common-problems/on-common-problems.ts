import { CommonProblemFoundSchema, type CommonProblemFound } from '@huying/contracts';
import { Consumer, On, type Delivery } from '@huying/events';

/** What many have called about can be consulted about. */
@Consumer()
export class OnCommonProblems {
  @On(CommonProblemFoundSchema)
  async found({ event, tx }: Delivery<CommonProblemFound>): Promise<void> {
    const { commonProblemId: id, communityId, catalogueItemCode } = event;
    await tx.query(
      `INSERT INTO known_common_problems (id, community_id, catalogue_item_code) VALUES ($1, $2, $3)
       ON CONFLICT DO NOTHING`,
      [id, communityId, catalogueItemCode],
    );
  }
}
