import { findEventType, districtTopic, deadLetterTopic, eventTypes, publisherOf, type Topic } from '@huying/contracts';
import { platformTopics } from '@huying/events';
import { routingTable, type ServiceDefinition } from '@huying/http';
import { stringify } from 'yaml';

/** What the chart knows of one service: all else is the same for each of them. */
export interface ChartService {
  readonly name: string;
  /** Topics whose events its handlers take, and whose lag tells how many copies it needs. */
  readonly consumes: readonly string[];
  /** Topics that only it writes. */
  readonly publishes: readonly string[];
  /** Its consumer group, without a prefix. */
  readonly group: string;
}

/** The part of the chart that is derived from the services' declarations and the published language. */
export interface ChartPlatform {
  readonly services: readonly ChartService[];
  readonly topics: readonly { readonly name: string; readonly partitions: number; readonly retentionMs: number }[];
  /** The only topic that a district's system may read. */
  readonly districtTopic: string;
  /** In the order in which they are tried: the first that matches wins. */
  readonly routes: readonly { readonly path: string; readonly service: string }[];
}

type Module = ServiceDefinition['module'];

/** Where Nest keeps what its decorators say. */
const IMPORTS = 'imports';
const CONTROLLERS = 'controllers';
const PATTERNS = 'microservices:pattern';
const DAY_MS = 86_400_000;

const listOf = (key: string, target: object): readonly unknown[] =>
  (Reflect.getMetadata(key, target) as readonly unknown[] | undefined) ?? [];

/** All modules below one; those that are put together at run time only bring no handlers of events. */
function modulesBelow(module: Module, known = new Set<Module>()): Set<Module> {
  if (known.has(module)) return known;
  known.add(module);
  for (const one of listOf(IMPORTS, module)) if (typeof one === 'function') modulesBelow(one as Module, known);
  return known;
}

/** The topics that a service's handlers take events of, by name: what it will subscribe to when it starts. */
export function consumedTopics({ module }: ServiceDefinition): string[] {
  const controllers = [...modulesBelow(module)].flatMap((one) => listOf(CONTROLLERS, one) as Module[]);
  const methods = controllers.flatMap(({ prototype }) =>
    Object.values(Object.getOwnPropertyDescriptors(prototype as object)).flatMap(({ value }) =>
      typeof value === 'function' ? [value as object] : [],
    ),
  );
  const types = methods.flatMap((method) => listOf(PATTERNS, method)).map((name) => findEventType(String(name)));
  return [...new Set(types.flatMap((type) => (type ? [type.topic.name] : [])))].sort();
}

/** The topics that a service writes: those of its own events, its dead letters, and the district's for the district service. */
function publishedTopics(name: string): string[] {
  const own = eventTypes.filter((type) => publisherOf(type) === name).map(({ topic }) => topic.name);
  const feed = name === 'district' ? [districtTopic.name] : [];
  return [...new Set([...own, ...feed, deadLetterTopic(name).name])].sort();
}

/** What the chart is told of the platform. @throws TypeError if there is no service */
export function chartPlatform(definitions: readonly ServiceDefinition[]): ChartPlatform {
  const [first] = definitions;
  if (!first) throw new TypeError('There is no service to deploy.');
  const routes = routingTable(definitions.map(({ paths, name }) => ({ paths, owner: name })));
  return {
    services: definitions.map((definition) => ({
      name: definition.name,
      group: `huying.${definition.name}`,
      consumes: consumedTopics(definition),
      publishes: publishedTopics(definition.name),
    })),
    topics: platformTopics(definitions.map(({ name }) => name)).map(({ name, partitions, retentionDays }: Topic) => ({
      name,
      partitions,
      retentionMs: retentionDays * DAY_MS,
    })),
    districtTopic: districtTopic.name,
    // What nobody owns, a service refuses in the form of all refusals.
    routes: [
      ...routes.map(({ pattern, owner }) => ({
        path: `${pattern.replaceAll('*', '[^/]+')}(/|$)`,
        service: owner,
      })),
      { path: '/', service: first.name },
    ],
  };
}

/** The same as a file of the chart. */
export function chartFile(definitions: readonly ServiceDefinition[]): string {
  const head =
    '# Made by `npm run generate` from the services and the published language: change those, or tools/generate/src/helm.ts.\n';
  return head + stringify(chartPlatform(definitions), { lineWidth: 0, singleQuote: true });
}
