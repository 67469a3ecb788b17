import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerName } from './servers.types.js';

interface Remembered {
  /** Names this data, so that the volumes of its containers are found again. */
  id: string;
  /** PostgreSQL's password: whoever may read the data directory may connect. */
  password: string;
  /** Data lies where it was first made: a Docker engine that appears later does not hide what native servers hold. */
  origins: Partial<Record<ServerName, 'native' | 'container'>>;
  /** Kept from start to start if they are still free, so that a client's configuration stays right. */
  ports: Record<string, number>;
}

/** What must be the same at the next start on the same data directory: `servers.json`, readable by its owner only. */
export class DataState {
  private constructor(
    private readonly file: string,
    private readonly remembered: Remembered,
  ) {}

  static open(dataDir: string): DataState {
    const file = join(dataDir, 'servers.json');
    const fresh: Remembered = {
      id: randomBytes(6).toString('hex'),
      password: randomBytes(18).toString('base64url'),
      origins: {},
      ports: {},
    };
    const state = new DataState(file, { ...fresh, ...read(file) });
    state.save();
    return state;
  }

  get id(): string {
    return this.remembered.id;
  }

  get password(): string {
    return this.remembered.password;
  }

  origin(server: ServerName): 'native' | 'container' | undefined {
    return this.remembered.origins[server];
  }

  port(name: string): number | undefined {
    return this.remembered.ports[name];
  }

  rememberOrigin(server: ServerName, origin: 'native' | 'container'): void {
    this.remembered.origins[server] = origin;
    this.save();
  }

  rememberPort(name: string, port: number): void {
    this.remembered.ports[name] = port;
    this.save();
  }

  /** Written beside and renamed: a crash leaves the old or the new file, never half of one. */
  private save(): void {
    writeFileSync(`${this.file}.new`, JSON.stringify(this.remembered, undefined, 2), { mode: 0o600 });
    renameSync(`${this.file}.new`, this.file);
  }
}

function read(file: string): Partial<Remembered> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<Remembered>;
  } catch {
    return {};
  }
}
