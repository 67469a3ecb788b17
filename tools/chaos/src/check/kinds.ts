import type { Fact } from '@huying/claim';

export type EntryKind = Fact['kind'];

/** The event that each kind of entry is told by; a text of its own, so that a change of the service is noticed. */
export const eventOfKind: Readonly<Record<EntryKind, string | null>> = {
  opened: 'PlacesOpened',
  changed: null,
  places: 'PlacesChanged',
  closed: 'PlacesClosed',
  'stood-down': 'AlertStoodDown',
  widened: 'WaveReached',
  volunteers: null,
  held: 'PlaceHeld',
  waiting: 'WaitingListJoined',
  promoted: 'PlaceHeld',
  offered: 'PlaceOffered',
  accepted: 'PlaceHeld',
  handed: 'PlaceHandedOver',
  confirmed: 'PlaceConfirmed',
  asked: 'PlaceOffered',
  released: 'PlaceReleased',
  declined: 'OfferEnded',
  left: 'WaitingListLeft',
  priority: null,
  passed: null,
  ranked: null,
  drawn: 'DrawHeld',
  rebuilt: null,
};
