import { hotRoute } from '@huying/http';
import { ClaimPlaceController } from './claim-place.controller.js';

/** Claiming is what thousands do in the same second: the same controller, beneath Nest. */
export const claimPlaceInARush = hotRoute(
  ClaimPlaceController,
  'post',
  '/v1/needs/:needId/claims',
  201,
  (controller, { params, headers, caller, reply }) =>
    controller.post(params['needId'] ?? '', {}, headers['idempotency-key']?.toString(), caller, reply),
);
