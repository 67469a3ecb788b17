import type { Message } from '@bufbuild/protobuf';
import { toInstant, Urgency } from '@huying/contracts';
import { given } from '@huying/testing';
import { describe, expect, it } from '@jest/globals';
import type { Temporal } from 'temporal-polyfill';
import type { ReasonedDeed } from './deed.js';
import { needStates, type Need, type NeedState } from './need.entity.js';
import { aNeed, inHours, now } from './need.examples.js';
import { cancel, close, complete, expire, follow, raise, rate, reopen, startService } from './need.js';
import { publish } from './publication.js';

const only = (...states: NeedState[]) => states.map((state) => [state] as const);
const otherThan = (...states: NeedState[]) => only(...needStates.filter((state) => !states.includes(state)));

const deed = (fields: Partial<ReasonedDeed> = {}): ReasonedDeed => ({
  by: 'staff-1',
  now,
  reason: '已商定',
  ...fields,
});

describe('raising a need', () => {
  it('tells what is raised, by whom, and when an answer is due', () => {
    const need = aNeed({ callId: 'c-1', urgency: 'emergency' });
    given(need).when(raise, deed()).then({
      needId: 'n-1',
      communityId: 'xishan',
      callId: 'c-1',
      places: 2,
      urgency: Urgency.EMERGENCY,
      raisedBy: 'staff-1',
    });
    expect(toInstant(raise(need, deed()).dueAt).equals(need.dueAt)).toBe(true);
  });

  it.each([
    ['ends when it starts', 24, 24, 'need-ends-before-start'],
    ['ends before it starts', 24, 23, 'need-ends-before-start'],
    ['lasts a minute more than a day', 24, 48 + 1 / 60, 'need-too-long'],
    ['starts in the past', -0.1, 1, 'need-starts-in-the-past'],
  ])('is refused for one that %s', (_, starts, ends, code) => {
    given(aNeed({ startsAt: inHours(starts), endsAt: inHours(ends) }))
      .when(raise, deed())
      .thenRefused(code);
  });

  it.each([
    ['lasts exactly a day', 24, 48],
    ['starts this very moment', 0, 1],
  ])('takes one that %s', (_, starts, ends) => {
    given(aNeed({ startsAt: inHours(starts), endsAt: inHours(ends) }))
      .when(raise, deed())
      .then({ needId: 'n-1' });
  });
});

describe('the board', () => {
  const followed = (need: Need, held: number) => follow(need, held, deed());

  it('fills a published need with its last place, not before', () => {
    given(aNeed({ state: 'published' }))
      .when(followed, 1)
      .thenNothing();
    given(aNeed({ state: 'published' }))
      .when(followed, 2)
      .then({ $typeName: 'huying.request.v1.NeedFilled', places: 2, filledBy: 'staff-1', reason: '已商定' });
    given(aNeed({ state: 'published' }))
      .when(followed, 3)
      .then({ $typeName: 'huying.request.v1.NeedFilled' });
  });

  it('opens a filled need when a place is given back', () => {
    given(aNeed({ state: 'filled' }))
      .when(followed, 2)
      .thenNothing();
    given(aNeed({ state: 'filled' }))
      .when(followed, 1)
      .then({ $typeName: 'huying.request.v1.NeedUnfilled', held: 1, unfilledBy: 'staff-1', reason: '已商定' });
  });

  it('never fills an alert: as many come as can', () => {
    given(aNeed({ state: 'published', dispatch: 'alert', urgency: 'emergency', places: 0 }))
      .when(followed, 3)
      .thenNothing();
  });

  it.each(otherThan('published', 'filled'))('changes nothing in a need that is %s', (state) => {
    for (const held of [0, 1, 2, 3]) given(aNeed({ state })).when(followed, held).thenNothing();
  });
});

describe('the first check-in', () => {
  it.each(only('published', 'filled'))('starts the service of a need that is %s', (state) => {
    given(aNeed({ state })).when(startService, deed()).then({ startedBy: 'staff-1', reason: '已商定' });
  });

  it.each(otherThan('published', 'filled'))('changes nothing in a need that is %s', (state) => {
    given(aNeed({ state })).when(startService, deed()).thenNothing();
  });
});

describe('completing a need', () => {
  it.each(only('published', 'filled', 'in-service'))('ends one that is %s, once it has started', (state) => {
    given(aNeed({ state }))
      .when(complete, deed({ now: inHours(24) }))
      .then({ completedBy: 'staff-1', reason: '已商定' });
  });

  it('may come early when somebody has checked in early', () => {
    given(aNeed({ state: 'in-service' }))
      .when(complete, deed())
      .then({ needId: 'n-1' });
  });

  it.each(only('published', 'filled'))('is refused before the start for one that is %s', (state) => {
    given(aNeed({ state })).when(complete, deed()).thenRefused('need-not-started');
  });

  it.each(otherThan('published', 'filled', 'in-service'))('is refused for one that is %s', (state) => {
    given(aNeed({ state }))
      .when(complete, deed({ now: inHours(30) }))
      .thenRefused('need-wrong-state');
  });
});

describe('the word of the caller', () => {
  const wish = { ...deed(), rating: 5, text: '谢谢' };

  it.each(only('completed', 'closed'))('is taken once for a need that is %s', (state) => {
    given(aNeed({ state })).when(rate, wish).then({ rating: 5, text: '谢谢', givenBy: 'staff-1' });
    given(aNeed({ state, rating: 1 }))
      .when(rate, wish)
      .thenRefused('need-rated-already');
  });

  it.each(otherThan('completed', 'closed'))('is not taken for a need that is %s', (state) => {
    given(aNeed({ state })).when(rate, wish).thenRefused('need-wrong-state');
  });
});

describe('closing a need', () => {
  it('ends one that is completed', () => {
    given(aNeed({ state: 'completed' }))
      .when(close, deed())
      .then({ closedBy: 'staff-1', reason: '已商定' });
  });

  it.each(otherThan('completed'))('is refused for one that is %s', (state) => {
    given(aNeed({ state })).when(close, deed()).thenRefused('need-wrong-state');
  });
});

describe('cancelling a need', () => {
  it.each(only('draft', 'published', 'filled'))('calls off one that is %s', (state) => {
    given(aNeed({ state })).when(cancel, deed()).then({ cancelledBy: 'staff-1', reason: '已商定' });
  });

  it.each(otherThan('draft', 'published', 'filled'))('is refused for one that is %s', (state) => {
    given(aNeed({ state })).when(cancel, deed()).thenRefused('need-wrong-state');
  });
});

describe('time going by', () => {
  const expired = (need: Need, [held, at]: [number, Temporal.Instant]) => expire(need, held, deed({ now: at }));

  it.each(only('draft', 'published'))(
    'lets a need that is %s expire when it has ended and nobody holds a place',
    (state) => {
      given(aNeed({ state }))
        .when(expired, [0, inHours(26)])
        .then({ expiredBy: 'staff-1', reason: '已商定' });
      given(aNeed({ state }))
        .when(expired, [0, inHours(25.9)])
        .thenNothing();
      given(aNeed({ state }))
        .when(expired, [1, inHours(26)])
        .thenNothing();
    },
  );

  it.each(otherThan('draft', 'published'))('leaves a need alone that is %s', (state) => {
    given(aNeed({ state }))
      .when(expired, [0, inHours(99)])
      .thenNothing();
  });
});

describe('reopening a need', () => {
  const wish = { ...deed(), startsAt: inHours(72), endsAt: inHours(74) };

  it.each(only('completed', 'closed', 'cancelled', 'expired'))('takes up one that is %s, at a new time', (state) => {
    given(aNeed({ state })).when(reopen, wish).then({ reopenedBy: 'staff-1', reason: '已商定' });
    expect(toInstant(reopen(aNeed({ state }), wish).startsAt).equals(inHours(72))).toBe(true);
  });

  it.each(otherThan('completed', 'closed', 'cancelled', 'expired'))('is refused for one that is %s', (state) => {
    given(aNeed({ state })).when(reopen, wish).thenRefused('need-wrong-state');
  });

  it.each([
    [-1, 1, 'need-starts-in-the-past'],
    [2, 1, 'need-ends-before-start'],
    [1, 26, 'need-too-long'],
  ])('is refused for the hours from %d to %d', (starts, ends, code) => {
    given(aNeed({ state: 'closed' }))
      .when(reopen, { ...wish, startsAt: inHours(starts), endsAt: inHours(ends) })
      .thenRefused(code);
  });
});

describe('every event of a need', () => {
  const inState = (state: NeedState) => aNeed({ state });
  const told = <Event>(event: Event | undefined): Event => {
    if (!event) throw new Error('Nothing is told.');
    return event;
  };
  const events: (Message & { needId?: string; communityId?: string })[] = [
    raise(aNeed(), deed()),
    publish(aNeed(), { by: 'staff-1', now, groupIds: [], waitingList: true }),
    told(follow(inState('published'), 2, deed())),
    told(follow(inState('filled'), 1, deed())),
    told(startService(inState('filled'), deed())),
    told(expire(aNeed(), 0, deed({ now: inHours(26) }))),
    complete(inState('in-service'), deed()),
    close(inState('completed'), deed()),
    cancel(aNeed(), deed()),
    rate(inState('closed'), { ...deed(), rating: 1, text: '' }),
    reopen(inState('closed'), { ...deed(), startsAt: inHours(1), endsAt: inHours(2) }),
  ];

  it.each(events.map((event) => [event.$typeName, event] as const))(
    '%s says of which need and community',
    (_, event) => {
      expect(event).toMatchObject({ needId: 'n-1', communityId: 'xishan' });
    },
  );
});
