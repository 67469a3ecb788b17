import { PlacesOf } from './generated/index.js';

/** Whether what a claim event tells is about a need; for consumers to whom classes and appeals are nothing. */
export const isOfNeed = ({ of }: { readonly of: PlacesOf }): boolean => of === PlacesOf.NEED;
