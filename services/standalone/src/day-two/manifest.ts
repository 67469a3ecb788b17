import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { StandaloneError } from '../errors.js';

const file = z.object({ path: z.string().min(1), bytes: z.number().int().min(0), sha256: z.string().length(64) });

const schema = z.object({
  format: z.literal(1),
  takenAt: z.iso.datetime(),
  /** Of the server and of pg_dump. */
  postgres: z.object({ server: z.string(), tools: z.string() }),
  databases: z
    .array(
      z.object({
        service: z.string().min(1),
        dump: file,
        /** What had run, in order: the level of the schema. */
        migrations: z.array(z.string()),
        /** The last event that it had committed, and how many waited to be sent. */
        outbox: z.object({ position: z.number(), unsent: z.number() }),
        /** How many events it had handled. */
        inbox: z.number(),
      }),
    )
    .min(1),
  /** The folder's files, which lie in the backup; or the bucket, which does not. */
  attachments: z.union([z.object({ files: z.array(file) }), z.object({ bucket: z.string(), endpoint: z.string() })]),
  /** The marks of the keys that were in use: who restores must have them. They say nothing about the keys. */
  keys: z.array(z.string()),
  /** What the key of the blind indexes makes of a known word. */
  blindIndex: z.string(),
});

/** What a backup holds. It is written last: a folder without it is no backup. */
export type Manifest = z.infer<typeof schema>;
export type BackupFile = z.infer<typeof file>;

const NAME = 'manifest.json';

/** Whole or not at all, and on the disk when it is told. */
export async function writeManifest(dir: string, manifest: Manifest): Promise<void> {
  const draft = join(dir, `${NAME}.new`);
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(manifest, undefined, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, join(dir, NAME));
}

/** @throws StandaloneError `backup-unfit` if there is no backup, or half of one */
export async function readManifest(dir: string): Promise<Manifest> {
  const text = await readFile(join(dir, NAME), 'utf8').catch((cause: unknown) => {
    const message = `${dir} holds no backup that was finished: there is no ${NAME} in it. Choose another folder.`;
    throw new StandaloneError('backup-unfit', message, { cause });
  });
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    const message = `${join(dir, NAME)} is not what a backup of this version writes. Choose another backup.`;
    throw new StandaloneError('backup-unfit', message, { cause });
  }
}

/** Size and digest of a file of a backup, by its path in it. */
export async function describeFile(dir: string, path: string): Promise<BackupFile> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(join(dir, path))) hash.update(chunk as Buffer);
  const { size } = await stat(join(dir, path));
  return { path, bytes: size, sha256: hash.digest('hex') };
}

export const filesOf = ({ databases, attachments }: Manifest): BackupFile[] => [
  ...databases.map(({ dump }) => dump),
  ...('files' in attachments ? attachments.files : []),
];

/** @throws StandaloneError `backup-unfit` if a file is missing, cut short, or another one */
export async function verifyFiles(dir: string, manifest: Manifest): Promise<void> {
  for (const wanted of filesOf(manifest)) {
    const found = await describeFile(dir, wanted.path).catch(() => undefined);
    if (found?.sha256 === wanted.sha256) continue;
    const fault = !found
      ? 'is missing'
      : found.bytes === wanted.bytes
        ? 'has been changed'
        : `has ${found.bytes} bytes and not ${wanted.bytes}`;
    throw new StandaloneError(
      'backup-unfit',
      `${join(dir, wanted.path)} ${fault}: this backup cannot be used, and nothing was touched. Choose another one.`,
    );
  }
}
