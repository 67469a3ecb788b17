import { DecisionOutcome, DecisionReachedSchema, type DecisionReached } from '@huying/contracts';
import { Consumer, On, type Delivery } from '@huying/events';

const agreeing: readonly DecisionOutcome[] = [DecisionOutcome.PASSED, DecisionOutcome.COUNTED];

/** What residents decide may be what an appeal rests on. */
@Consumer()
export class OnDecisions {
  @On(DecisionReachedSchema)
  async reached({ event, tx }: Delivery<DecisionReached>): Promise<void> {
    const { roundId, communityId, outcome } = event;
    await tx.query(
      'INSERT INTO known_decisions (round_id, community_id, agreed) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [roundId, communityId, agreeing.includes(outcome)],
    );
  }
}
