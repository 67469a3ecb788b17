import type { RequestOptions } from 'node:http';
import type { ContainerRuntimeClient, StartedTestContainer, WaitStrategy } from 'testcontainers';
import { lastLine } from './commands.js';
import { imageOf, planContainer, type ContainerPlan } from './container-images.js';
import { InfrastructureError } from './errors.js';
import { choosePort } from './ports.js';
import { NeverAnswered, untilItAnswers } from './readiness.js';
import { TITLES, type RunningServer, type ServerName, type StartContext } from './servers.types.js';

/** The image is not on this machine and could not be fetched; a native server may do instead. */
export class ImageUnavailable extends Error {}

/** The volume of a server's data: named after the data directory's own id, so that the next container finds it. */
export function volumeName(server: ServerName, { state }: Pick<StartContext, 'state'>): string {
  return `huying-${state.id}-${server}`;
}

/** Starts a server as a container and returns it once it answers. The keeper removes it at the end; its volume stays. */
export async function runContainer(
  server: ServerName,
  engine: RequestOptions,
  context: StartContext,
): Promise<RunningServer> {
  const { getContainerRuntimeClient } = await import('testcontainers');
  const client = await getContainerRuntimeClient();
  const { host } = client.info.containerRuntime;
  const local = engine.socketPath !== undefined;
  const held = await choosePort(server, context);
  const plan = planContainer(server, local ? '127.0.0.1' : host, held.port, context);
  await held.release();

  let id: string | undefined;
  const adopted = async (created: string): Promise<void> => {
    id = created;
    await context.keeper.adoptContainer(server, created, { ...engine });
  };
  try {
    await create(server, plan, held.port, local, adopted, context);
  } catch (error) {
    if (id === undefined)
      throw new ImageUnavailable((error as Error).message.replaceAll(/\s+/g, ' ').trim(), { cause: error });
    throw error;
  }
  const container = client.container.getById(id ?? '');
  const ready = () => untilReady(server, plan, container);
  await ready();
  return {
    origin: 'container',
    sentence: `${TITLES[server]}: a container of ${imageOf(server, context.environment)}, on ${plan.address.replace(/^.*[/@]/, '')}`,
    address: plan.address,
    pid: () => undefined,
    kill: async () => {
      const ended = container.wait();
      await container.kill({ signal: 'SIGKILL' });
      await ended;
    },
    start: async () => {
      await container.start();
      await ready();
    },
  };
}

type Container = ReturnType<ContainerRuntimeClient['container']['getById']>;

/** We ask the server itself, in its own protocol, and need no look into the container. */
const NO_WAIT: WaitStrategy = {
  waitUntilReady: () => Promise.resolve(),
  withStartupTimeout: () => NO_WAIT,
  isStartupTimeoutSet: () => false,
  getStartupTimeout: () => 0,
};

async function create(
  server: ServerName,
  plan: ContainerPlan,
  port: number,
  local: boolean,
  adopted: (id: string) => Promise<void>,
  context: StartContext,
): Promise<StartedTestContainer> {
  const { GenericContainer } = await import('testcontainers');

  class OwnContainer extends GenericContainer {
    protected override beforeContainerCreated(): Promise<void> {
      const published = Object.values((this.hostConfig.PortBindings ?? {}) as Record<string, { HostIp?: string }[]>);
      if (local) for (const binding of published.flat()) binding.HostIp = '127.0.0.1';
      return Promise.resolve();
    }

    // Before it runs: from here on it cannot be left behind.
    protected override containerCreated(id: string): Promise<void> {
      return adopted(id);
    }
  }

  const container = new OwnContainer(plan.image)
    .withExposedPorts({ container: plan.port, host: port })
    .withEnvironment(plan.environment)
    .withLabels({ 'huying.data': context.dataDir })
    .withWaitStrategy(NO_WAIT)
    // Our keeper removes it; testcontainers' own reaper would be one more image to pull.
    .withAutoCleanup(false);
  if (plan.command.length > 0) container.withCommand(plan.command);
  if (!context.temporary) container.withBindMounts([{ source: volumeName(server, context), target: plan.volume }]);
  context.report(`${TITLES[server]}: starting a container of ${plan.image} (the first time, Docker pulls it)…`);
  return container.start();
}

async function untilReady(server: ServerName, plan: ContainerPlan, container: Container): Promise<void> {
  let ended: string | undefined;
  const watch = container.wait().then(async ({ StatusCode }: { StatusCode: number }) => {
    const words = await container.logs({ stdout: true, stderr: true, tail: 50 });
    ended = `${lastLine(words.toString('utf8'), /fatal|error|exception|failed/i)} (exit code ${StatusCode})`;
  });
  watch.catch(() => undefined);
  try {
    await untilItAnswers(plan.answers, () => ended);
  } catch (error) {
    if (!(error instanceof NeverAnswered)) throw error;
    const message = `${TITLES[server]} did not start in its container of ${plan.image}: ${error.message} (docker logs ${container.id.slice(0, 12)}).`;
    throw new InfrastructureError('server-failed', message, server, { cause: error });
  }
}
