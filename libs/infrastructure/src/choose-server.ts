import type { RequestOptions } from 'node:http';
import { kafkaAnswers, postgresAnswers, redisAnswers } from './answers.js';
import { ImageUnavailable, runContainer } from './container.js';
import { InfrastructureError } from './errors.js';
import { planKafka } from './kafka.js';
import { runNative, type NativePlan } from './native.js';
import { planPostgres } from './postgres.js';
import { planRedis } from './redis.js';
import { ADDRESS_VARIABLES, TITLES, type RunningServer, type ServerName, type StartContext } from './servers.types.js';

const PLANS: Record<ServerName, (context: StartContext) => Promise<NativePlan>> = {
  kafka: planKafka,
  postgres: planPostgres,
  redis: planRedis,
};

/**
 * Starts one server: as a container if an engine answers, else natively. HUYING_SERVERS=native or container decides
 * otherwise, and so does data that exists: what native servers wrote is not hidden by an engine that appears later.
 */
export async function startServer(
  name: ServerName,
  engine: RequestOptions | undefined,
  context: StartContext,
): Promise<RunningServer> {
  const bound = wish(context) ?? context.state.origin(name);
  if (bound === 'container' && !engine) {
    const reason = wish(context) ? 'HUYING_SERVERS asks for containers' : `${context.dataDir} belongs to containers`;
    const message = `${reason} and no Docker engine answers: start it (\`systemctl start docker\`), or begin again natively with another data directory and HUYING_SERVERS=native.`;
    throw new InfrastructureError('engine-missing', message, name);
  }
  if (engine && bound !== 'native') {
    try {
      const server = await runContainer(name, engine, context);
      context.state.rememberOrigin(name, 'container');
      return server;
    } catch (error) {
      if (!(error instanceof ImageUnavailable)) throw error;
      if (bound === 'container') {
        const message = `The image for ${TITLES[name]} could not be had (${error.message}): pull it, name another by KAFKA_IMAGE, POSTGRES_IMAGE or VALKEY_IMAGE, or set HUYING_SERVERS=native.`;
        throw new InfrastructureError('image-unavailable', message, name, { cause: error });
      }
      context.report(
        `${TITLES[name]}: no container, since its image could not be had (${error.message}); starting it natively.`,
      );
    }
  }
  const server = await runNative(await PLANS[name](context), context);
  context.state.rememberOrigin(name, 'native');
  return server;
}

/** Whether Docker needs to be asked for at all. */
export function mayUseContainers(names: readonly ServerName[], context: StartContext): boolean {
  return names.some((name) => (wish(context) ?? context.state.origin(name)) !== 'native');
}

function wish({ environment }: StartContext): 'native' | 'container' | undefined {
  const { HUYING_SERVERS } = environment;
  return HUYING_SERVERS === 'native' || HUYING_SERVERS === 'container' ? HUYING_SERVERS : undefined;
}

/** Takes the server that an address names, once it has answered. */
export async function useAddress(name: ServerName, address: string): Promise<RunningServer> {
  const variable = ADDRESS_VARIABLES[name];
  const answers = {
    kafka: () => kafkaAnswers(address, { coordinator: false }),
    postgres: () => postgresAnswers(address),
    redis: () => redisAnswers(address),
  };
  try {
    await answers[name]();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message = `${variable} is set, but no server answers there (${why}): start it, or unset ${variable} to have one started.`;
    throw new InfrastructureError('address-unreachable', message, name, { cause: error });
  }
  const notOurs = () =>
    Promise.reject(new Error(`${TITLES[name]} was given by ${variable}: only its owner can end or start it`));
  return {
    origin: 'address',
    sentence: `${TITLES[name]}: the one that ${variable} names`,
    address,
    pid: () => undefined,
    kill: notOurs,
    start: notOurs,
  };
}
