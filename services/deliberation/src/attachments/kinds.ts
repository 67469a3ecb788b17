import { fileTypeFromBuffer } from 'file-type';
import type { AttachmentKind } from './attachment.entity.js';
import { attachmentProblems } from './attachments.problems.js';

const MEGABYTE = 1_048_576;
const PICTURES = ['image/jpeg', 'image/png', 'image/webp'] as const;
const PDF = 'application/pdf';

/** Content types that are read, each with what it may be. */
export const contentTypes: readonly string[] = [...PICTURES, PDF];

/** Which types a kind may have, and how many bytes. */
export const kinds: Readonly<
  Record<AttachmentKind, { readonly types: readonly string[]; readonly mostBytes: number }>
> = {
  photo: { types: PICTURES, mostBytes: 10 * MEGABYTE },
  plan: { types: [...PICTURES, PDF], mostBytes: 20 * MEGABYTE },
  scan: { types: [...PICTURES, PDF], mostBytes: 10 * MEGABYTE },
};

/**
 * The type of a file by what is in it, whatever it was called.
 * @throws attachment-empty, attachment-too-large, attachment-not-that-kind
 */
export async function typeOf(kind: AttachmentKind, stated: string, content: Buffer): Promise<string> {
  const { types, mostBytes } = kinds[kind];
  if (content.length === 0) throw attachmentProblems.empty();
  if (content.length > mostBytes) throw attachmentProblems.tooLarge({ most: mostBytes });
  const found = await fileTypeFromBuffer(content);
  if (!found || found.mime !== stated || !types.includes(found.mime)) {
    throw attachmentProblems.notThatKind({ kind, types: types.join(', ') });
  }
  return found.mime;
}

/** Reads a body that may have so many bytes; of a longer one no more. @throws attachment-too-large */
export async function readWithin(body: AsyncIterable<Buffer>, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > most) throw attachmentProblems.tooLarge({ most });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
