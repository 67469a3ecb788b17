import type { Timestamp } from '@bufbuild/protobuf/wkt';
import { toInstant } from '@huying/contracts';
import type { Tx } from '@huying/database';
import { erasePerson, type ErasedPart, type ErasedPerson } from './erase-person.js';
import type { RetentionRule } from './rule.js';

/** An event that says that somebody is erased. */
export interface ErasedEvent {
  readonly communityId: string;
  readonly erasureId: string;
  readonly erasedAt?: Timestamp;
}

/** What a service answers: the fields of its PersonErased. */
export interface ErasedAnswer extends ErasedEvent {
  readonly callId: string;
  readonly parts: ErasedPart[];
}

/** Erases what the rules say of whoever an event is about. Returns what the service answers, to be emitted. */
export async function answerErasure(
  tx: Tx,
  rules: readonly RetentionRule[],
  event: ErasedEvent & { readonly callId?: string },
  who: Omit<ErasedPerson, 'communityId'>,
): Promise<ErasedAnswer> {
  const { communityId, erasureId, erasedAt, callId = '' } = event;
  const parts = await erasePerson(tx, rules, { ...who, communityId }, toInstant(erasedAt));
  return { communityId, erasureId, erasedAt, callId, parts };
}
