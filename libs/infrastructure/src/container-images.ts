import { kafkaAnswers, postgresAnswers, redisAnswers } from './answers.js';
import { SINGLE_NODE } from './kafka.js';
import { POSTGRES_USER, tuning } from './postgres.js';
import { storeOptions } from './redis.js';
import type { Environment, ServerName, StartContext } from './servers.types.js';

/** A server as a container: an official image unless a variable names another of the same kind. */
export interface ContainerPlan {
  readonly image: string;
  readonly port: number;
  readonly environment: Record<string, string>;
  readonly command: string[];
  /** Where the image keeps its data. */
  readonly volume: string;
  readonly address: string;
  readonly answers: () => Promise<void>;
}

const IMAGES = {
  kafka: { variable: 'KAFKA_IMAGE', image: 'apache/kafka:4.1.1' },
  postgres: { variable: 'POSTGRES_IMAGE', image: 'postgres:18' },
  redis: { variable: 'VALKEY_IMAGE', image: 'valkey/valkey:9' },
} as const;

export function imageOf(server: ServerName, environment: Environment): string {
  return environment[IMAGES[server].variable] ?? IMAGES[server].image;
}

/** Plans a container that clients reach at the given host and port. */
export function planContainer(server: ServerName, host: string, port: number, context: StartContext): ContainerPlan {
  const image = imageOf(server, context.environment);
  switch (server) {
    case 'kafka':
      return { image, ...kafka(`${host}:${port}`, context) };
    case 'postgres':
      return { image, ...postgres(`${host}:${port}`, context) };
    case 'redis':
      return { image, ...redis(`${host}:${port}`, context) };
  }
}

type Planned = Omit<ContainerPlan, 'image'>;

function kafka(address: string, { state }: StartContext): Planned {
  const volume = '/var/lib/kafka/data';
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': '1@localhost:9093',
    // Clients come through the published port; the broker itself cannot, so it has a listener of its own.
    listeners: 'PLAINTEXT://0.0.0.0:9092,BROKER://localhost:9094,CONTROLLER://localhost:9093',
    'advertised.listeners': `PLAINTEXT://${address},BROKER://localhost:9094`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'BROKER',
    'log.dirs': volume,
    ...SINGLE_NODE,
  };
  return {
    port: 9092,
    environment: {
      CLUSTER_ID: `Huying${state.id}`.padEnd(21, '0') + 'w',
      KAFKA_HEAP_OPTS: '-Xmx512m',
      KAFKA_JVM_PERFORMANCE_OPTS: '-XX:+UseSerialGC -XX:TieredStopAtLevel=1',
      ...Object.fromEntries(
        Object.entries(settings).map(([name, value]) => [
          `KAFKA_${name.toUpperCase().replaceAll('.', '_')}`,
          String(value),
        ]),
      ),
    },
    command: [],
    volume,
    address,
    answers: () => kafkaAnswers(address, { coordinator: true }),
  };
}

function postgres(hostAndPort: string, { state, durable }: StartContext): Planned {
  const volume = '/var/lib/postgresql';
  const address = `postgres://${POSTGRES_USER}:${state.password}@${hostAndPort}`;
  return {
    port: 5432,
    environment: {
      POSTGRES_USER,
      POSTGRES_PASSWORD: state.password,
      POSTGRES_DB: 'postgres',
      POSTGRES_INITDB_ARGS: '--encoding=UTF8 --locale=C.UTF-8',
      // Named, because versions differ in where below the volume they put it.
      PGDATA: `${volume}/huying`,
    },
    command: ['postgres', ...tuning(durable).flatMap((setting) => ['-c', setting])],
    volume,
    address,
    answers: async () => void (await postgresAnswers(address)),
  };
}

function redis(hostAndPort: string, { durable }: StartContext): Planned {
  const address = `redis://${hostAndPort}`;
  return {
    port: 6379,
    environment: {},
    // Without a program's name: the images of Valkey and of Redis put their own before options.
    // Published on loopback only, hence open inside.
    command: ['--protected-mode', 'no', ...storeOptions(durable)],
    volume: '/data',
    address,
    answers: () => redisAnswers(address),
  };
}
