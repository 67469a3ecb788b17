import { join, resolve } from 'node:path';
import { ConfigurationError, onStop } from '@huying/http';
import { ADDRESS_VARIABLES, InfrastructureError, onParentGone, removeData, startServers } from '@huying/infrastructure';
import { Command, InvalidArgumentError } from 'commander';
import { refuseInProduction } from './development-issuer/development-issuer.js';
import { StandaloneError } from './errors.js';
import { FrontDoor } from './front-door.js';
import { removePlatformFile, writePlatformFile } from './platform-file.js';
import { startPlatform } from './platform.js';
import { isSeeded, seedOnce } from './seed/seed-once.js';
import { COMMUNITY } from './seed/community.js';

interface Options {
  readonly fresh: boolean;
  readonly volunteers: number;
  readonly dataDir: string;
}

const whole = (text: string): number => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new InvalidArgumentError('It must be a whole number.');
  return number;
};

const options = new Command('huying')
  .description('The whole platform on one port, with real Kafka, PostgreSQL and Redis')
  .option('--fresh', 'remove the data of former runs and begin again', false)
  .option('--volunteers <n>', 'how many volunteers are seeded at the first start', whole, COMMUNITY.volunteers)
  .option('--data-dir <dir>', 'where everything is kept', '.data')
  .parse()
  .opts<Options>();

const NOT_SEEDED = `${COMMUNITY.name} is not seeded, because that takes tokens of the development issuer: to have it, start without OIDC_ISSUER until "Seeded in" is printed, then start again with it.`;

const say = (line: string) => console.log(line);

try {
  await run(resolve(options.dataDir));
} catch (error) {
  const foreseen = [StandaloneError, InfrastructureError, ConfigurationError].some((kind) => error instanceof kind);
  console.error(foreseen ? (error as Error).message : error);
  process.exit(1);
}

async function run(dataDir: string): Promise<void> {
  // Under npm start a kill -9 of npm would otherwise leave this process running.
  onParentGone(() => process.kill(process.pid, 'SIGTERM'));
  const { HOST: host = '127.0.0.1', PORT: port = '8080', METRICS_PORT: metricsPort = '9464' } = process.env;
  // Empty is as good as not set, as an .env file leaves it.
  const issuer = process.env.OIDC_ISSUER || undefined;
  if (issuer === undefined) refuseInProduction(process.env);
  const door = await FrontDoor.open({ host, port: Number(port), variable: 'PORT' });
  const metricsDoor = await FrontDoor.open({ host, port: Number(metricsPort), variable: 'METRICS_PORT' });
  const own = join(dataDir, 'platform');
  if (options.fresh) {
    refuseOthersServers();
    say('Removing the data of former runs …');
    await removeData({ dataDir: own });
  }
  say('Starting Kafka, PostgreSQL and Redis …');
  const servers = await startServers({ dataDir: own, report: say });
  for (const { sentence } of Object.values(servers.chosen)) say(`  ${sentence}`);
  const environment = { LOG_LEVEL: 'warn', ...process.env, ...servers.environment };
  // Before it answers: whoever sees that it is ready may ask for a token at once.
  writePlatformFile(dataDir, { pid: process.pid, url: door.url, issuer, environment: addresses(environment) });
  const platform = await startPlatform({ environment, issuer, dataDir: own, door, metricsDoor, report: say });
  const seeding = new AbortController();
  onStop(async () => {
    say('Stopping …');
    removePlatformFile(dataDir);
    seeding.abort();
    await platform.stop();
    await servers.stop();
  });
  say(welcome(platform.url, metricsDoor.url, servers.environment.KAFKA_BROKERS, issuer));
  if (issuer !== undefined) {
    if (!isSeeded(own)) say(NOT_SEEDED);
    return;
  }
  await seedOnce({
    url: platform.url,
    dataDir: own,
    volunteers: options.volunteers,
    signal: seeding.signal,
    report: say,
  });
}

/** Only what was started here can be removed from here. @throws StandaloneError `data-elsewhere` */
function refuseOthersServers(): void {
  const [given] = Object.values(ADDRESS_VARIABLES).filter((name) => process.env[name]);
  if (given === undefined) return;
  throw new StandaloneError(
    'data-elsewhere',
    `${given} points to a server whose data is not removed from here: unset it, or empty that server yourself and start without --fresh.`,
  );
}

/** What the other commands of this machine need to reach the same servers. */
function addresses(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const names = ['KAFKA_BROKERS', 'POSTGRES_URL', 'REDIS_URL', 'TOPIC_PREFIX', 'DATABASE_PREFIX', 'REDIS_PREFIX'];
  return Object.fromEntries(names.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])));
}

function howToGetAToken(issuer: string | undefined): string {
  if (issuer !== undefined) return `TOKEN from ${issuer}, whose tokens alone are accepted; for trying it with curl:`;
  return `A token, for trying it with curl:
  TOKEN=$(npm run --silent token -- --role staff --subject staff-1)`;
}

function welcome(url: string, metricsUrl: string, brokers: string, issuer: string | undefined): string {
  return `
Huying 呼应 is ready.

  API            ${url}/v1
  API reference  ${url}/docs          (OpenAPI: ${url}/openapi.json)
  Health         ${url}/health/ready
  Metrics        ${metricsUrl}/metrics
  Kafka          ${brokers}

${howToGetAToken(issuer)}
  curl -H "Authorization: Bearer $TOKEN" ${url}/v1/needs

Ctrl-C ends it; what it holds is kept. npm start -- --fresh begins again.
`;
}
