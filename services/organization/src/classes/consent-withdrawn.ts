import { create } from '@bufbuild/protobuf';
import { ChildConsentWithdrawnSchema, toTimestamp, type ChildConsentWithdrawn } from '@huying/contracts';
import type { Temporal } from 'temporal-polyfill';
import type { Child } from './child.entity.js';

/** A child is erased: nobody may keep anything of it, and its places are given back. Comes after every version that was told. */
export const consentWithdrawn = (
  { id: childId, communityId, version }: Pick<Child, 'id' | 'communityId' | 'version'>,
  now: Temporal.Instant,
): ChildConsentWithdrawn =>
  create(ChildConsentWithdrawnSchema, { childId, communityId, version: version + 1, withdrawnAt: toTimestamp(now) });
