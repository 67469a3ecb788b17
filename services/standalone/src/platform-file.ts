import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { StandaloneError } from './errors.js';
import { writePrivately } from './private-file.js';

/** What a running platform tells the commands of this machine: where it is, and the addresses of its servers. */
export interface PlatformFile {
  readonly pid: number;
  readonly url: string;
  /** Whose tokens alone it accepts, unless it has the development issuer. */
  readonly issuer?: string;
  /** KAFKA_BROKERS, POSTGRES_URL, REDIS_URL and the prefixes, if there are any. */
  readonly environment: Readonly<Record<string, string>>;
}

const fileIn = (dataDir: string) => join(dataDir, 'platform.json');

/** Readable by its owner only: the address of PostgreSQL has the password in it. */
export function writePlatformFile(dataDir: string, contents: PlatformFile): void {
  writePrivately(fileIn(dataDir), contents);
}

export function removePlatformFile(dataDir: string): void {
  rmSync(fileIn(dataDir), { force: true });
}

/** @throws StandaloneError `platform-not-running` */
export function readPlatformFile(dataDir: string): PlatformFile {
  try {
    const contents = JSON.parse(readFileSync(fileIn(dataDir), 'utf8')) as PlatformFile;
    process.kill(contents.pid, 0);
    return contents;
  } catch (error) {
    throw new StandaloneError('platform-not-running', 'No platform is running: start one with npm start.', {
      cause: error,
    });
  }
}
