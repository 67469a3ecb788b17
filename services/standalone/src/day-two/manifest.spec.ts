import { appendFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { describeFile, readManifest, verifyFiles, writeManifest, type Manifest } from './manifest.js';

let dir: string;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'huying-backup-'));
  writeFileSync(join(dir, 'claim.dump'), 'all claims');
  const manifest: Manifest = {
    ...{ format: 1, takenAt: '2026-11-29T01:00:00.000Z', postgres: { server: '18.4', tools: '18.4' } },
    databases: [
      {
        ...{ service: 'claim', dump: await describeFile(dir, 'claim.dump'), migrations: [], inbox: 0 },
        outbox: { position: 0, unsent: 0 },
      },
    ],
    ...{ attachments: { files: [] }, keys: ['01234567'], blindIndex: 'x' },
  };
  await writeManifest(dir, manifest);
});
afterEach(() => rmSync(dir, { recursive: true }));

const verify = async () => verifyFiles(dir, await readManifest(dir));
const dump = () => join(dir, 'claim.dump');

describe('a backup', () => {
  it('is fit when every file is what was written', async () => {
    await expect(verify()).resolves.toBeUndefined();
  });

  it.each([
    ['a file is cut short', 'has 3 bytes and not 10', () => truncateSync(dump(), 3)],
    ['a file has grown', 'has 11 bytes and not 10', () => appendFileSync(dump(), '!')],
    ['a file was changed', 'has been changed', () => writeFileSync(dump(), 'ALL CLAIMS')],
    ['a file is gone', 'is missing', () => rmSync(dump())],
    ['it was not finished', 'holds no backup that was finished', () => rmSync(join(dir, 'manifest.json'))],
    ['its manifest is cut short', 'is not what a backup', () => truncateSync(join(dir, 'manifest.json'), 40)],
  ])('is refused when %s', async (_, sentence, harm) => {
    harm();
    await expect(verify()).rejects.toMatchObject({
      code: 'backup-unfit',
      message: expect.stringContaining(sentence),
    });
  });
});
