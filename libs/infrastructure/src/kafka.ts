import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { diesWithKeeper } from './account.js';
import { kafkaAnswers } from './answers.js';
import { lastLine, run } from './commands.js';
import { InfrastructureError } from './errors.js';
import { fetchArtefact, findJava, UTF8, type MavenArtefact } from './maven.js';
import type { NativePlan } from './native.js';
import { choosePort, holdFreePort } from './ports.js';
import type { Environment, StartContext } from './servers.types.js';

const VERSION = '4.1.1';
/** The broker, as Maven fetches it. */
const KAFKA: MavenArtefact = {
  ...{ title: 'Kafka', name: 'kafka', version: VERSION, size: '46 jars with Maven (once, 43 MB)' },
  ...{ server: 'kafka', fetchFailed: 'kafka-fetch-failed', main: `kafka_2.13-${VERSION}.jar` },
  pom: fileURLToPath(new URL('../kafka/pom.xml', import.meta.url)),
  otherwise: 'set KAFKA_BROKERS to a Kafka that runs',
};
/** Small and quick to start; a broker of one community needs no more. */
const JVM = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Djava.net.preferIPv4Stack=true'];
const LOGGING = ['-Dorg.slf4j.simpleLogger.defaultLogLevel=warn', '-Dorg.slf4j.simpleLogger.showDateTime=true'];

/** Relative to Kafka's working directory: property files hold no more than Latin letters. */
const DATA = 'data';

/** Plans a single Kafka node of this machine (KRaft: broker and controller in one), fetched by Maven on first use. */
export async function planKafka(context: StartContext): Promise<NativePlan> {
  const { environment, dataDir, state } = context;
  const java = await findJava(KAFKA, environment);
  const jars = await fetchArtefact(KAFKA, environment, context.report);
  const broker = await choosePort('kafka', context);
  const controller = await holdFreePort(state.port('kafka-controller'));
  state.rememberPort('kafka-controller', controller.port);
  const dir = join(dataDir, 'kafka');
  await mkdir(dir, { recursive: true });
  const command = [...JVM, ...LOGGING, '-cp', join(jars, '*')];
  await format(java, command, dir, environment, properties(broker.port, controller.port, `${DATA}.new`));
  await writeFile(join(dir, 'server.properties'), properties(broker.port, controller.port, DATA));
  const wrap = await diesWithKeeper(environment);
  const address = `127.0.0.1:${broker.port}`;
  return {
    server: 'kafka',
    sentence: `Kafka: ${VERSION} on Java, started natively on ${address}`,
    address,
    ports: [broker, controller],
    env: UTF8,
    process: () =>
      Promise.resolve({
        ...wrap(java, [...command, 'kafka.Kafka', 'server.properties']),
        cwd: dir,
        stopSignal: 'SIGTERM',
        graceMs: 10_000,
      }),
    answers: () => kafkaAnswers(address, { coordinator: true }),
  };
}

function properties(port: number, controllerPort: number, log: string): string {
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': log,
    ...SINGLE_NODE,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** Also the settings of the container: what a broker alone must be told, and what makes it small. */
export const SINGLE_NODE = {
  // Topics are made by a command from the published language, never by a misspelt name.
  'auto.create.topics.enable': false,
  'default.replication.factor': 1,
  'offsets.topic.replication.factor': 1,
  'offsets.topic.num.partitions': 5,
  'transaction.state.log.replication.factor': 1,
  'transaction.state.log.min.isr': 1,
  'transaction.state.log.num.partitions': 5,
  'share.coordinator.state.topic.replication.factor': 1,
  'share.coordinator.state.topic.min.isr': 1,
  'group.initial.rebalance.delay.ms': 0,
  // A broker that was killed may come back only after its old session has ended: 3 s instead of 9.
  'broker.session.timeout.ms': 3_000,
  'broker.heartbeat.interval.ms': 500,
  'log.cleaner.dedupe.buffer.size': 16 << 20,
  'num.network.threads': 2,
  'num.io.threads': 4,
} as const;

/** Formats the log directory once; beside its place and renamed, so that half of one is never taken for whole. */
async function format(
  java: string,
  command: readonly string[],
  dir: string,
  environment: Environment,
  settings: string,
): Promise<void> {
  const [data, draft] = [join(dir, DATA), join(dir, `${DATA}.new`)];
  if (existsSync(data)) return;
  await rm(draft, { recursive: true, force: true });
  await writeFile(join(dir, 'format.properties'), settings);
  // A cluster id is 16 bytes in base64url; one that begins with a dash would be read as an option.
  const clusterId = `H${randomBytes(16).toString('base64url').slice(1)}`;
  const args = [...command, 'kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', 'format.properties'];
  const formatted = await run(java, args, { env: { ...environment, ...UTF8 }, cwd: dir });
  if (!formatted.ok) {
    const message = `Kafka's log directory could not be made in ${dir}: ${lastLine(formatted.output, /error|exception/i)}.`;
    throw new InfrastructureError('server-failed', message, 'kafka');
  }
  await rename(draft, data);
}
