import {
  ClaimPersonErasedSchema,
  eventTypeOf,
  MediationPersonErasedSchema,
  VolunteerPersonErasedSchema,
  type PersonErased,
} from '@huying/contracts';
import { Consumer, OnEach, type Delivery } from '@huying/events';
import { foldAnswer } from '@huying/http';

/** Folds what the services have erased of a caller into the report. */
@Consumer()
export class OnAnswers {
  @OnEach([ClaimPersonErasedSchema, MediationPersonErasedSchema, VolunteerPersonErasedSchema].map(eventTypeOf))
  answered({ event, tx }: Delivery<PersonErased>): Promise<void> {
    return foldAnswer(tx, event);
  }
}
