/** A list as scripts read it: ",first-aid,driving,", so that a word is in it if ",word," is; empty where there is none. */
export const listOf = (words: readonly string[]): string => (words.length > 0 ? `,${words.join(',')},` : '');

/** The words of such a list. */
export const wordsOf = (list: string): string[] => list.split(',').filter((word) => word !== '');
