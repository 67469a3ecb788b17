import {
  NeedCancelledSchema,
  NeedClosedSchema,
  NeedCompletedSchema,
  NeedExpiredSchema,
  NeedFilledSchema,
  NeedPublishedSchema,
  NeedRaisedSchema,
  NeedReopenedSchema,
  NeedServiceStartedSchema,
  NeedUnfilledSchema,
} from '@huying/contracts';
import { lifecycle } from '@huying/lifecycle';
import type { NeedState } from './need.entity.js';
import { needProblems } from './needs.problems.js';

/** Where a need may go from where it stands. A move (NeedMoved) changes no state. */
export const needLife = lifecycle<NeedState>({
  name: 'need',
  title: 'Need 需求',
  begins: [NeedRaisedSchema, 'draft'],
  ways: [
    [NeedPublishedSchema, ['draft'], 'published'],
    [NeedFilledSchema, ['published'], 'filled'],
    [NeedUnfilledSchema, ['filled'], 'published'],
    [NeedServiceStartedSchema, ['published', 'filled'], 'in-service'],
    [NeedCompletedSchema, ['published', 'filled', 'in-service'], 'completed'],
    [NeedClosedSchema, ['completed'], 'closed'],
    [NeedCancelledSchema, ['draft', 'published', 'filled'], 'cancelled'],
    [NeedExpiredSchema, ['draft', 'published'], 'expired'],
    [NeedReopenedSchema, ['completed', 'closed', 'cancelled', 'expired'], 'draft'],
  ],
  refuse: (state) => needProblems.wrongState({ state }),
});
