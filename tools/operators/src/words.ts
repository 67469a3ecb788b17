/** A text for people, in both languages. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

export const words = (zh: string, en: string): Words => ({ zh, en });

/** Both, Chinese first, as operators of the community read. */
export const both = ({ zh, en }: Words): string => `${zh} · ${en}`;
