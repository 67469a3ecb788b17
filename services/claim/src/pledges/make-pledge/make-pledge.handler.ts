import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { ClaimPlaceHandler, type PlaceAnswer } from '../../places/claim-place/claim-place.handler.js';
import { inWords } from '../../places/in-words.js';
import { pledgingWords } from '../pledges.problems.js';

@Injectable()
export class MakePledgeHandler {
  constructor(private readonly claimPlace: ClaimPlaceHandler) {}

  /** The same key gets the same outcome. @throws what `pledgingProblems` lists */
  handle(appealId: string, idempotencyKey: string | undefined, by: Caller): Promise<PlaceAnswer> {
    return inWords(pledgingWords, () => this.claimPlace.handle(appealId, idempotencyKey, false, by, 'appeal'));
  }
}
