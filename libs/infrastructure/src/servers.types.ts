import type { Keeper } from './keeper.js';
import type { DataState } from './data-state.js';

/** The three servers that the platform stands on. `redis` is Valkey or Redis, whichever is there. */
export type ServerName = 'kafka' | 'postgres' | 'redis';

/** What people call them. */
export const TITLES = { kafka: 'Kafka', postgres: 'PostgreSQL', redis: 'Redis' } as const;

export const ALL_SERVERS: readonly ServerName[] = ['kafka', 'postgres', 'redis'];

/** How a server was come by: an address in the environment, a container, or a process of this machine. */
export type ServerOrigin = 'address' | 'container' | 'native';

/** The variable that holds each server's address; all programs of the platform read these. */
export const ADDRESS_VARIABLES = { kafka: 'KAFKA_BROKERS', postgres: 'POSTGRES_URL', redis: 'REDIS_URL' } as const;

export type Environment = Readonly<Record<string, string | undefined>>;

/** What all three servers need in order to start. */
export interface StartContext {
  readonly dataDir: string;
  readonly durable: boolean;
  readonly temporary: boolean;
  readonly environment: Environment;
  readonly report: (line: string) => void;
  readonly keeper: Keeper;
  readonly state: DataState;
}

/** A server that answers, and the levers with which tests break and mend it. */
export interface RunningServer {
  readonly origin: ServerOrigin;
  /** One sentence for people: what was chosen, and where it is. */
  readonly sentence: string;
  /** The value of the server's address variable. */
  readonly address: string;
  /** The process, if it is one of this machine that we started. */
  pid(): number | undefined;
  /** Ends it at once, as a crash would (SIGKILL). */
  kill(): Promise<void>;
  /** Starts it again on the same port and data, and waits until it answers. */
  start(): Promise<void>;
}
