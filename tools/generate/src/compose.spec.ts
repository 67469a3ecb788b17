import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readConfiguration } from '@huying/http';
import { parse } from 'yaml';

interface Container {
  readonly image: string;
  readonly pull_policy?: string;
  readonly build?: { readonly args: Readonly<Record<string, string>> };
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly read_only?: boolean;
  readonly networks?: { readonly default: { readonly aliases: readonly string[] } };
  readonly profiles?: readonly string[];
  readonly mem_limit?: string;
  readonly cpus?: number;
  readonly pids_limit?: number;
  readonly security_opt?: readonly string[];
  readonly restart?: string;
  readonly cap_drop?: readonly string[];
  readonly healthcheck?: { readonly disable?: boolean };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

interface Composition {
  readonly include?: readonly { readonly path: string; readonly env_file: string }[];
  readonly services?: Readonly<Record<string, Container>>;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const all = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].flatMap(([, found]) => found ?? []);
const compositionOf = (path: string) => parse(read(path), { merge: true }) as Composition;

/** The variables of a file of the form NAME=value. */
function variablesOf(path: string): Record<string, string> {
  const lines = [...read(path).matchAll(/^(\w+)=(.*)$/gm)];
  return Object.fromEntries(lines.map(([, name = '', value = '']) => [name, value]));
}

/** A text with `${NAME}`, `${NAME:-default}` and `${NAME:?}` replaced, as compose does it. */
function filled(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{(\w+)(?::(-|\?)([^}]*))?\}/g, (_, name: string, kind?: string, rest: string = '') => {
    const value = variables[name] ?? (kind === '-' ? rest : undefined);
    if (value === undefined) throw new Error(`${name} has no value`);
    return value;
  });
}

const services = readdirSync(join(root, 'services')).filter((name) => name !== 'standalone');
const { include = [] } = compositionOf('docker-compose.yml');
const texts = include.map(({ path }) => read(path)).join('\n');
const containers = Object.assign({}, ...include.map(({ path }) => compositionOf(path).services)) as Record<
  string,
  Container
>;
const development = variablesOf('deploy/compose/development.env');
const isOwn = ({ image }: Container): boolean => image.startsWith('${HUYING_IMAGE:');

/** What is still to be done for a service that somebody has added, or that is gone, in sentences. */
function leftToDo(): string[] {
  const declared = all(read('deploy/edge/haproxy.cfg'), /^backend (\S+)$/gm).filter((name) => name !== 'issuer');
  const built = all(read('tsconfig.json'), /"services\/([^"]+)"/g);
  const described = all(read('docs/architecture.md'), /^\| `services\/([^`]+)`/gm);
  const { depends_on: before = {} } = containers['edge'] ?? {};
  const missingIn = (names: readonly string[], sentence: (name: string) => string) =>
    services.filter((name) => !names.includes(name)).map(sentence);
  const gone = declared.filter((name) => !services.includes(name));
  const compose = 'deploy/compose/platform.yml';
  return [
    ...missingIn(declared, (name) => `Add ${name} to services/standalone/src/platform.ts, then npm run generate.`),
    ...missingIn(Object.keys(containers), (name) => `Give ${name} a container in ${compose}, like its neighbours.`),
    ...missingIn(Object.keys(before), (name) => `Let the edge wait for ${name}: depends_on in ${compose}.`),
    ...missingIn(built, (name) => `Add services/${name} to the references in tsconfig.json.`),
    ...missingIn(described, (name) => `Say what services/${name} is for in docs/architecture.md.`),
    ...gone.map((name) => `Take ${name} out of services/standalone/src/platform.ts: services/${name} is not there.`),
  ];
}

describe('a service', () => {
  it('that has a folder is run by everything that runs services', () => expect(leftToDo()).toEqual([]));
});

describe('docker-compose.yml', () => {
  it.each(services)('runs the %s service by itself, with all that it needs, and leads to it', (name) => {
    const { environment = {}, depends_on: before = {} } = containers[name] ?? {};
    expect(environment).toMatchObject({ SERVICE: name });
    const values = Object.entries(environment).map(([key, text]) => [key, filled(String(text), development)]);
    const configuration = readConfiguration(Object.fromEntries(values) as NodeJS.ProcessEnv);
    expect(configuration).toMatchObject({ KAFKA_BROKERS: ['kafka:9092'], TRUST_PROXY: true });
    expect(before).toMatchObject({
      postgres: { condition: 'service_healthy' },
      valkey: { condition: 'service_healthy' },
      topics: { condition: 'service_completed_successfully' },
    });
    expect(containers['edge']?.depends_on).toMatchObject({ [name]: { condition: 'service_healthy' } });
    expect(read('deploy/edge/haproxy.cfg')).toContain(`\nbackend ${name}\n`);
  });

  it('makes the topics once Kafka is healthy', () => {
    expect(containers['topics']?.depends_on).toEqual({ kafka: { condition: 'service_healthy' } });
  });

  it.each(Object.entries(containers))('lets the image of %s be named by a variable', (_, { image, build }) => {
    for (const name of [image, ...Object.values(build?.args ?? {})]) {
      const [, chosen = ''] = /^\$\{[A-Z_]+_IMAGE:-([^}]+)\}$/.exec(name) ?? [];
      expect(chosen).toMatch(/^[\w-]+(\/[\w-]+)?(:[\w.-]+)?$/); // a dot before the slash would be a registry
    }
  });

  it('is reached from this machine only, at the edge, at Kafka and at what asks for a password, unless somebody says otherwise', () => {
    const published = Object.entries(containers).filter(([, { ports = [] }]) => ports.length > 0);
    expect(published.map(([name]) => name).sort()).toEqual(['edge', 'grafana', 'identity', 'kafka']);
    for (const [, { ports = [] }] of published) {
      for (const port of ports) expect(filled(port, {})).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
    }
  });

  it('builds its image once, for those who come first', () => {
    const builders = Object.entries(containers).filter(([, { build }]) => build !== undefined);
    // That of the administrator's commands is made of it.
    expect(builders.map(([name]) => name)).toEqual(['topics', 'day-two']);
    const takers = Object.entries(containers).filter(([name, one]) => isOwn(one) && name !== 'topics');
    for (const [, { pull_policy: policy }] of takers) expect(policy).toBe('never');
  });

  it.each(Object.entries(containers))('gives %s no right, and of memory, processor and processes a share', (_, one) => {
    expect(one).toMatchObject({ cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
    expect(one.mem_limit).toMatch(/^\d+[mg]$/);
    expect(one.cpus).toBeGreaterThan(0);
    expect(one.pids_limit).toBeGreaterThan(0);
  });

  it('gives nothing to write to but volumes, except where an image must write beside its program', () => {
    const writing = Object.entries(containers).filter(([, { read_only: closed }]) => closed !== true);
    expect(writing.map(([name]) => name)).toEqual(['kafka', 'identity']);
  });

  it('knows of each container that goes on whether it is healthy', () => {
    const lasting = Object.entries(containers).filter(([, { restart }]) => restart === 'unless-stopped');
    for (const [name, container] of lasting) {
      // Our own image says it itself.
      const known = isOwn(container) ? container.healthcheck?.disable !== true : container.healthcheck !== undefined;
      expect([name, known]).toEqual([name, true]);
    }
  });

  it('starts the platform alone if no profile is asked for', () => {
    const asked = Object.entries(containers).filter(([, { profiles }]) => profiles !== undefined);
    expect(asked.map(([name]) => name).sort()).toEqual([
      'day-two',
      'grafana',
      'identity',
      'identity-database',
      'prometheus',
      'seed',
      'traces',
    ]);
    const core = Object.values(containers).filter(({ profiles }) => profiles === undefined);
    for (const { depends_on: before = {} } of core) {
      for (const name of Object.keys(before)) expect(containers[name]).not.toHaveProperty('profiles');
    }
  });

  it('has its secrets in the development file only, which every part reads', () => {
    const required = [...texts.matchAll(/\$\{(\w+):\?\}/g)].map(([, name]) => name);
    expect([...new Set(required)].sort()).toEqual(Object.keys(development).sort());
    for (const secret of Object.values(development)) expect(texts).not.toContain(secret);
    for (const { env_file: file } of include) {
      expect(file).toBe('${HUYING_DEFAULTS:-deploy/compose/development.env}');
    }
  });

  it('keeps the development issuer apart, where it can be taken out', () => {
    const { services = {} } = compositionOf('deploy/compose/development-issuer.yml');
    expect(Object.keys(services)).toContain('issuer');
    const others = Object.entries(containers).filter(([name]) => !(name in services));
    for (const [, { depends_on: before = {} }] of others) expect(Object.keys(before)).not.toContain('issuer');
    for (const [, { environment = {} }] of others) expect(environment).not.toHaveProperty('NODE_ENV');
  });

  it('has every service watched by the name that dashboards and alerts know, and sent its traces to where they are kept', () => {
    const { scrape_configs: jobs } = parse(read('deploy/observability/prometheus/compose.yml')) as {
      scrape_configs: { job_name: string; static_configs: { targets: string[] }[] }[];
    };
    const watched = jobs.filter(({ job_name: name }) => name === 'huying').flatMap((job) => job.static_configs);
    const port = /METRICS_PORT=(\d+)/.exec(read('Dockerfile'))?.[1] ?? '';
    expect(watched.flatMap(({ targets }) => targets).sort()).toEqual(services.map((name) => `${name}:${port}`).sort());

    const turnedOn = variablesOf('deploy/compose/observability.env');
    expect(turnedOn['COMPOSE_PROFILES']).toBe('observability');
    const { hostname, port: otlp } = new URL(turnedOn['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? '');
    expect(containers[hostname]?.profiles).toEqual(['observability']);
    expect(read('deploy/observability/traces/jaeger.yml')).toContain(`0.0.0.0:${otlp}`);
    for (const name of services) {
      const endpoint = String(containers[name]?.environment?.['OTEL_EXPORTER_OTLP_ENDPOINT']);
      expect(filled(endpoint, turnedOn)).toBe(turnedOn['OTEL_EXPORTER_OTLP_ENDPOINT']);
      expect(filled(endpoint, {})).toBe('');
    }
  });

  it('has the services accept the tokens of Keycloak at one address, the same within and without', () => {
    const turnedOn = variablesOf('deploy/compose/identity.env');
    expect(turnedOn['COMPOSE_PROFILES']).toBe('identity');
    const { environment = {}, networks, profiles, ports = [] } = containers['identity'] ?? {};
    expect(profiles).toEqual(['identity']);
    const { host, hostname, port, origin, pathname } = new URL(turnedOn['OIDC_ISSUER'] ?? '');
    expect(filled(String(environment['KC_HOSTNAME']), {})).toBe(origin);
    expect(networks?.default.aliases).toEqual([hostname]);
    expect([host, String(environment['KC_HTTP_PORT'])]).toEqual([`${hostname}:${port}`, port]);
    expect(filled(ports[0] ?? '', {})).toBe(`127.0.0.1:${port}:${port}`);
    const { realm } = JSON.parse(read('deploy/identity/huying-realm.json')) as { realm: string };
    expect(pathname).toBe(`/realms/${realm}`);
    for (const name of services)
      expect(filled(String(containers[name]?.environment?.['OIDC_ISSUER']), turnedOn)).toBe(turnedOn['OIDC_ISSUER']);
  });

  it('leads Grafana to containers that are there, and each to what it reads', () => {
    const { datasources } = parse(read('deploy/observability/grafana/provisioning/datasources/prometheus.yml')) as {
      datasources: { uid: string; url: string }[];
    };
    for (const { uid, url } of datasources) expect([uid, new URL(url).hostname]).toEqual([uid, uid]);
    expect(Object.keys(containers)).toEqual(expect.arrayContaining(datasources.map(({ uid }) => uid)));
  });

  it('lets the administrator back up what the services and the store keep, with their keys', () => {
    const { environment = {}, volumes, build }: Partial<Container> = containers['day-two'] ?? {};
    for (const [key, value] of Object.entries(containers['deliberation']?.environment ?? {})) {
      if (/^(POSTGRES_URL|REDIS_URL|KAFKA_BROKERS|ENCRYPTION_KEYS|BLIND_INDEX_KEY)$/.test(key)) {
        expect(environment).toHaveProperty(key, value);
      }
    }
    const folder = String(environment['ATTACHMENTS_DIRECTORY']);
    const [kept] = containers['storage']?.volumes ?? [];
    expect(kept).toBe('storage:/data/attachments');
    expect(volumes).toContain(`storage:${folder}`);
    const dockerfile = read('deploy/day-two/Dockerfile');
    expect(all(dockerfile, /^FROM \$\{(\w+)\}/gm)).toEqual(Object.keys(build?.args ?? {}));
    for (const path of all(read('deploy/day-two/entrypoint.sh'), /(services\/\S+\.js)/g)) {
      for (const name of path.includes('$command') ? ['backup', 'rotate-keys'] : ['']) {
        const source = path
          .replace('$command', name)
          .replace('"', '')
          .replace('/dist/', '/src/')
          .replace(/\.js$/, '.ts');
        expect(read(source)).toContain('new Command(');
      }
    }
  });

  it('tells of each of its variables in the README', () => {
    const readme = read('deploy/README.md');
    const used = new Set([...texts.matchAll(/\$\{(\w+)/g)].map(([, name]) => name ?? ''));
    expect([...used].filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });
});

describe('the images made at home', () => {
  const homeMade = variablesOf('deploy/images/home-made.env');
  const notMade = ['HUYING_IMAGE', 'DAY_TWO_IMAGE', 'GRAFANA_IMAGE', 'TRACES_IMAGE'];

  it('take the place of every image that is not our own, but for those that no package is made of', () => {
    const foreign = [...texts.matchAll(/\$\{([A-Z_]+_IMAGE):-/g)].map(([, name]) => name ?? '');
    expect(new Set(foreign.filter((name) => !notMade.includes(name)))).toEqual(new Set(Object.keys(homeMade)));
    const { services = {} } = compositionOf('deploy/images/docker-compose.yml');
    const made = Object.values(services).map(({ image }) => filled(image, homeMade));
    expect(new Set(made)).toEqual(new Set(Object.values(homeMade)));
  });

  it.each([
    'Dockerfile',
    ...['node', 'postgres', 'kafka', 'valkey', 'storage', 'edge', 'prometheus', 'identity'].map(
      (one) => `deploy/images/${one}/Dockerfile`,
    ),
  ])('begin in %s with an image that a variable names', (path) => {
    const text = read(path);
    const own = all(text, /^FROM \S+ AS (\S+)$/gm);
    const stages = all(text, /^FROM (\S+)/gm).filter((from) => !own.includes(from));
    expect(new Set(stages)).toHaveProperty('size', 1);
    const [, argument = ''] = /^\$\{(\w+)\}$/.exec(stages[0] ?? '') ?? [];
    expect(text).toMatch(new RegExp(`^ARG ${argument}=[\\w-]+:[\\w.-]+$`, 'm'));
  });
});
