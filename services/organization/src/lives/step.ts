export { step, TIMETABLE, type Deed, type Living, type ReasonedDeed } from '@huying/http';

/** Who carries out what follows from the claim service's events. */
export const CLAIM_SERVICE = 'claim-service';
