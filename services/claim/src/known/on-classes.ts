import {
  ClassCancelledSchema,
  ClassChangedSchema,
  ClassCompletedSchema,
  ClassOpenedSchema,
  toInstant,
  type ClassCancelled,
  type ClassChanged,
  type ClassCompleted,
  type ClassOpened,
} from '@huying/contracts';
import { Consumer, On, type Delivery } from '@huying/events';
import { changePlaces, endPlaces, openPlaces } from './open-places.js';

/** Learns of classes: one that opens has places for children, one that is cancelled ends what they have of it. */
@Consumer()
export class OnClasses {
  @On(ClassOpenedSchema)
  opened({ event, tx }: Delivery<ClassOpened>): Promise<void> {
    const { classId: id, communityId, places, minimumAge, maximumAge } = event;
    const times = { opensAt: toInstant(event.opensAt), startsAt: toInstant(event.startsAt) };
    return openPlaces(tx, { id, communityId, places, ...times, terms: { of: 'class', minimumAge, maximumAge } });
  }

  @On(ClassChangedSchema)
  changed({ event, tx }: Delivery<ClassChanged>): Promise<void> {
    const { classId: id, revision, places } = event;
    return changePlaces(tx, { id, revision, places, startsAt: toInstant(event.startsAt) });
  }

  @On(ClassCompletedSchema)
  completed({ event, tx }: Delivery<ClassCompleted>): Promise<void> {
    return endPlaces(tx, event.classId, 'closed');
  }

  @On(ClassCancelledSchema)
  cancelled({ event, tx }: Delivery<ClassCancelled>): Promise<void> {
    return endPlaces(tx, event.classId, 'ended');
  }
}
