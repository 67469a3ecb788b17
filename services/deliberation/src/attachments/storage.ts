import { S3Client } from '@aws-sdk/client-s3';
import { AwsS3StorageAdapter } from '@flystorage/aws-s3';
import { FileStorage } from '@flystorage/file-storage';
import { LocalStorageAdapter } from '@flystorage/local-fs';
import type { FactoryProvider } from '@nestjs/common';
import { CONFIGURATION, type Configuration } from '@huying/http';
import { resolve } from 'node:path';
import type { Attachment } from './attachment.entity.js';
import { attachmentProblems } from './attachments.problems.js';

/** Where the bytes of attachments lie: a folder, or a bucket of an S3-compatible store where one is named. */
export const storageProvider: FactoryProvider<FileStorage> = {
  provide: FileStorage,
  inject: [CONFIGURATION],
  useFactory: ({
    ATTACHMENTS_DIRECTORY: directory,
    ATTACHMENTS_S3_BUCKET: bucket,
    ATTACHMENTS_S3_ENDPOINT: endpoint,
    ATTACHMENTS_S3_REGION: region,
  }: Configuration) => {
    if (!bucket) return new FileStorage(new LocalStorageAdapter(resolve(directory)));
    // Stores other than Amazon's have one host for all buckets, and not all know its newest checksums. Keys come from the
    // environment, as for any client of S3.
    const client = new S3Client({
      ...{ region, forcePathStyle: true, ...(endpoint && { endpoint }) },
      ...{ requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED' },
    });
    return new FileStorage(new AwsS3StorageAdapter(client, { bucket }));
  },
};

/** What the storage does, or that it does not answer. @throws attachment-storage-unavailable */
export async function inStorage<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw attachmentProblems.storageUnavailable({}, { cause: error });
  }
}

/** Where in the storage an attachment lies. */
export const pathOf = ({ id, communityId }: Pick<Attachment, 'id' | 'communityId'>): string =>
  `attachments/${encodeURIComponent(communityId)}/${id}`;
