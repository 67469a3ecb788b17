import {
  ClaimPersonErasedSchema,
  DeliberationPersonErasedSchema,
  eventTypeOf,
  MediationPersonErasedSchema,
  OrganizationPersonErasedSchema,
  PersonErasedSchema,
  type PersonErased,
} from '@huying/contracts';
import { Consumer, OnEach, type Delivery } from '@huying/events';
import { foldAnswer } from '@huying/http';

const answers = [
  PersonErasedSchema,
  ClaimPersonErasedSchema,
  OrganizationPersonErasedSchema,
  MediationPersonErasedSchema,
  DeliberationPersonErasedSchema,
].map(eventTypeOf);

/** Folds what the services have erased of a volunteer into the report. */
@Consumer()
export class OnAnswers {
  @OnEach(answers)
  answered({ event, tx }: Delivery<PersonErased>): Promise<void> {
    return foldAnswer(tx, event);
  }
}
