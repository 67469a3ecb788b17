import { join } from 'node:path';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createTopics } from '@huying/events';
import { claimService } from '@huying/claim';
import {
  createRouting,
  createService,
  kafkaOf,
  mergeApis,
  readConfiguration,
  serveReference,
  serveReferences,
  Timetable,
  type Answer,
  type Clock,
  type RunningService,
  type ServiceDefinition,
} from '@huying/http';
import { answerMetrics, createProcessMetrics } from '@huying/observability';
import { deliberationService } from '@huying/deliberation';
import { districtService } from '@huying/district';
import { mediationService } from '@huying/mediation';
import { organizationService } from '@huying/organization';
import { requestService } from '@huying/request';
import { volunteerService } from '@huying/volunteer';
import type { OpenAPIObject } from '@nestjs/swagger';
import { createDevelopmentIssuer } from './development-issuer/development-issuer.js';
import type { FrontDoor } from './front-door.js';
import { answerHealth } from './health.js';
import { secretsOf } from './secrets.js';

/** All services of the platform. */
export const services: readonly ServiceDefinition[] = [
  requestService,
  volunteerService,
  claimService,
  organizationService,
  mediationService,
  deliberationService,
  districtService,
];

/** What a platform stands on. */
export interface PlatformOptions {
  /** The servers' addresses, the prefixes, and whatever else differs from the defaults. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whose tokens alone are accepted; without one the development issuer is mounted at `/oidc`. */
  readonly issuer?: string;
  /** Where the secrets and the issuer's keys are kept. */
  readonly dataDir: string;
  readonly door: FrontDoor;
  readonly metricsDoor: FrontDoor;
  /** Hears what is being done. */
  readonly report?: (line: string) => void;
  /** In the place of the real time, for a story that takes hours. */
  readonly clock?: Clock;
}

/** A platform that answers. */
export interface Platform {
  readonly url: string;
  readonly services: readonly RunningService[];
  readonly openApi: OpenAPIObject;
  /** Timed work that would have a turn within so many seconds has one now: for a story that has moved the clock ahead. */
  readonly comeRound: (withinSeconds: number) => Promise<void>;
  /** Takes no more requests, finishes what is in flight, commits offsets, closes. */
  readonly stop: () => Promise<void>;
}

/** Everything is in one process: more partitions would spread nothing. */
const MOST_PARTITIONS = 3;

/** Starts all services in this process, with the development issuer unless there is another, behind one port, and resolves when they answer. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { door, metricsDoor, report = () => undefined } = options;
  const environment = {
    ...(await secretsOf(options.dataDir)),
    ATTACHMENTS_DIRECTORY: join(options.dataDir, 'attachments'),
    ...options.environment,
    NODE_ENV: options.environment.NODE_ENV || 'development',
    OIDC_ISSUER: options.issuer ?? `${door.url}/oidc`,
  };
  const configuration = readConfiguration(environment);
  const issuer =
    options.issuer === undefined
      ? await createDevelopmentIssuer({
          url: environment.OIDC_ISSUER,
          dataDir: options.dataDir,
          audience: configuration.OIDC_AUDIENCE,
          environment,
        })
      : undefined;
  const running: RunningService[] = [];
  const stop = async () => {
    await door.drain();
    await Promise.all(running.map((service) => service.stop()));
    door.close();
    metricsDoor.close();
  };
  try {
    report(`Setting up ${services.length} services: ${services.map(({ name }) => name).join(', ')} …`);
    const topics = createTopics(kafkaOf(configuration, 'huying'), { mostPartitions: MOST_PARTITIONS });
    const settingUp = services.map((definition) => createService(definition, configuration, { clock: options.clock }));
    // All are waited for, also when one fails: those that stand are stopped then.
    const [, ...setUp] = await Promise.allSettled([topics, ...settingUp]);
    for (const one of setUp) if (one.status === 'fulfilled') running.push(one.value);
    await Promise.all([topics, ...settingUp]);
    const openApi = mergeApis(
      'Huying 呼应',
      running.map(({ definition: { name }, openApi: own }) => ({ name, openApi: own })),
    );
    metricsDoor.answerWith(answerMetrics([...running.map(({ metrics }) => metrics), createProcessMetrics()]));
    door.answerWith(behindTheDoor(running, openApi, issuer?.handle));
    await Promise.all(running.map((service) => service.start()));
    const comeRound = async (withinSeconds: number) => {
      await Promise.all(running.map(({ app }) => app.get(Timetable).comeRound(withinSeconds)));
    };
    return { url: door.url, services: running, openApi, comeRound, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Who answers what. A path that nobody owns is refused by a service, in the form of all refusals. */
function behindTheDoor(running: readonly RunningService[], openApi: OpenAPIObject, issuer?: Answer): Answer {
  const ownerOf = createRouting(running.map((owner) => ({ paths: owner.definition.paths, owner })));
  // The whole, and each service's part where the edge has it too.
  const references = [
    serveReference(openApi),
    ...running.map((service) => serveReferences(service, `/docs/${service.definition.name}`)),
  ];
  const health = answerHealth(running);
  const [first] = running;
  return (request: IncomingMessage, response: ServerResponse) => {
    const url = request.url ?? '/';
    if (issuer && /^\/oidc(?:[/?]|$)/.test(url)) return issuer(request, response);
    if (references.some((reference) => reference(request, response)) || health(request, response)) return;
    (ownerOf(url) ?? first)?.handle(request, response);
  };
}
