import { blindIndex } from '@huying/database';

/** A name as it is compared: however it was typed. */
export const normalized = (name: string): string =>
  name
    .normalize('NFKC')
    .replaceAll(/[\s\p{P}\p{C}]/gu, '')
    .toLowerCase();

const keyOf = (name: string | undefined): string | null => (name?.trim() ? blindIndex(normalized(name)) : null);

/** Where somebody lives and for whom they work, as keys: nobody can read them, and the same name has the same key. */
export const keysOf = ({ building, employer }: { readonly building?: string; readonly employer?: string }) => ({
  premises: keyOf(building),
  employer: keyOf(employer),
});
