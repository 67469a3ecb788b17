import { create } from '@bufbuild/protobuf';
import {
  CallReceivedSchema,
  FeedbackGivenSchema,
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
import { describe, expect, it } from '@jest/globals';
import { needLife } from './need-life.js';

const reached = [
  [NeedRaisedSchema, 'draft'],
  [NeedPublishedSchema, 'published'],
  [NeedFilledSchema, 'filled'],
  [NeedUnfilledSchema, 'published'],
  [NeedServiceStartedSchema, 'in-service'],
  [NeedCompletedSchema, 'completed'],
  [NeedClosedSchema, 'closed'],
  [NeedCancelledSchema, 'cancelled'],
  [NeedExpiredSchema, 'expired'],
  [NeedReopenedSchema, 'draft'],
] as const;

describe('the state that an event leads to', () => {
  it.each(reached.map(([schema, state]) => [schema.name, state, create(schema as typeof NeedRaisedSchema)] as const))(
    'after %s is %s',
    (_, state, event) => expect(needLife.after(event)).toBe(state),
  );

  it.each([
    ['FeedbackGiven', create(FeedbackGivenSchema)],
    ['CallReceived', create(CallReceivedSchema)],
  ])('is none after %s, which changes no state', (_, event) => {
    expect(() => needLife.after(event)).toThrow(TypeError);
  });
});
