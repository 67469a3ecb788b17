import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createRouting } from '@huying/http';
import { platformTopics } from '@huying/events';
import * as contracts from '@huying/contracts';
import { services } from '@huying/standalone';
import { parse, parseAllDocuments } from 'yaml';
import { chartFile, chartPlatform, consumedTopics } from '../src/helm.js';

/** A manifest: each assertion says what it expects of it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- Manifests have as many shapes as there are kinds.
type Manifest = any;

const root = fileURLToPath(new URL('../../..', import.meta.url));
const chart = join(root, 'deploy/helm/huying');
const helm = join(root, '.ci/helm.mjs');
const names = services.map(({ name }) => name);
const fileOf = (name: string): string[] => ['-f', join(chart, name)];
const development = fileOf('values-development.yaml');
const renderings: [string, string[]][] = [
  ['small', [...development, '--set', 'secrets.generate=false']],
  ['large', [...fileOf('values-large.yaml'), ...development, '--set', 'secrets.generate=false']],
  ['elsewhere', [...development, '-f', join(root, '.ci/values-elsewhere.yaml')]],
];

function rendered(values: readonly string[]): string {
  return execFileSync('node', [helm, 'template', 'huying', chart, '-n', 'huying', ...values], {
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
}

/** What Helm says when it refuses these values. */
function refusalOf(values: readonly string[]): string {
  const { status, stderr } = spawnSync('node', [helm, 'template', 'huying', chart, ...values], { encoding: 'utf8' });
  expect(status).not.toBe(0);
  return stderr;
}

const manifestsIn = (text: string): Manifest[] =>
  parseAllDocuments(text).flatMap((document) => (document.contents === null ? [] : [document.toJS()]));

const aclsOf = (user: Manifest): string[] =>
  user.spec.authorization.acls.flatMap(({ resource, operations }: Manifest) =>
    operations.map((operation: string) => `${operation} ${resource.type} ${resource.patternType} ${resource.name}`),
  );

describe('what the chart is told of the platform', () => {
  it('is what the services and the published language declare', () => {
    expect(readFileSync(join(chart, 'files/platform.yaml'), 'utf8')).toBe(chartFile(services));
  });

  it('is complete: values.yaml has all services of the platform, and no other', () => {
    const values = parse(readFileSync(join(chart, 'values.yaml'), 'utf8'));
    expect(Object.keys(values.services).sort()).toEqual([...names].sort());
  });

  it.each(services.map((one) => [one.name, one] as const))('knows every topic that %s listens to', (name, service) => {
    const directory = join(root, 'services', name, 'src');
    const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((file) => /\.ts$/.test(file));
    const found = files.flatMap((file) =>
      [...readFileSync(join(directory, file), 'utf8').matchAll(/^ {2}@On\(\s*(\w+Schema)/gm)].map(
        ([, one = '']) => one,
      ),
    );
    const schemas = contracts as unknown as Record<string, Parameters<typeof contracts.eventTypeOf>[0]>;
    const written = found.flatMap((one) => (schemas[one] ? [contracts.eventTypeOf(schemas[one]).topic.name] : []));
    const expected = name === 'district' ? contracts.districtEventTypes.map(({ topic }) => topic.name) : written;
    expect(expected.length).toBeGreaterThan(0);
    expect(consumedTopics(service)).toEqual(expect.arrayContaining(expected));
  });

  it('lets one service write a topic', () => {
    const written = chartPlatform(services).services.flatMap(({ publishes }) => publishes);
    expect(written.sort()).toEqual(platformTopics(names).map(({ name }) => name).sort()); // prettier-ignore
  });

  it('needs a service', () => expect(() => chartPlatform([])).toThrow(TypeError));
});

describe.each(renderings)('the chart, %s', (kindOfPlatform, values) => {
  let text = '';
  let manifests: Manifest[] = [];
  const of = (kind: string): Manifest[] => manifests.filter((one) => one.kind === kind);
  const named = (kind: string, name: string): Manifest => of(kind).find(({ metadata }) => metadata.name === name);
  const pods = (): [string, Manifest][] =>
    manifests.flatMap((one) =>
      one.spec?.template?.spec?.containers ? [[`${one.kind}/${one.metadata.name}`, one.spec.template] as const] : [],
    ) as [string, Manifest][];

  beforeAll(() => {
    text = rendered(values);
    manifests = manifestsIn(text);
  });

  it.each(names)('runs %s, and all that belongs to it', (name) => {
    const full = `huying-${name}`;
    for (const kind of ['Deployment', 'Service', 'PodDisruptionBudget', 'NetworkPolicy', 'ServiceMonitor']) {
      expect([kind, named(kind, full)?.metadata.name]).toEqual([kind, full]);
    }
    // KEDA makes the autoscaler of that name itself; a second one would pull at the same Deployment.
    const scalers = [named('HorizontalPodAutoscaler', full), named('ScaledObject', full)].filter(Boolean);
    expect(scalers.map(({ kind }) => kind)).toEqual([
      kindOfPlatform === 'large' ? 'ScaledObject' : 'HorizontalPodAutoscaler',
    ]);
    expect(scalers[0].spec.scaleTargetRef.name).toBe(full);
    const { template, selector } = named('Deployment', full).spec;
    for (const kind of ['Service', 'PodDisruptionBudget']) {
      const chosen = named(kind, full).spec.selector;
      expect(template.metadata.labels).toMatchObject(chosen.matchLabels ?? chosen);
    }
    expect(template.metadata.labels).toMatchObject(selector.matchLabels);
    const [container] = template.spec.containers;
    expect(container).toMatchObject({
      startupProbe: { httpGet: { path: '/health/live', port: 'http' } },
      livenessProbe: { httpGet: { path: '/health/live', port: 'http' } },
      readinessProbe: { httpGet: { path: '/health/ready', port: 'http' } },
      resources: { requests: { cpu: expect.anything(), memory: expect.anything() } },
    });
    expect(container.env).toContainEqual({ name: 'SERVICE', value: name });
    expect(template.spec.topologySpreadConstraints).toHaveLength(2);
    expect(named('ServiceMonitor', full).spec.endpoints).toEqual([
      { port: 'metrics', path: '/metrics', interval: '15s' },
    ]);
  });

  it('runs nothing as root, and gives nothing a right or a place to write to', () => {
    expect(pods().length).toBeGreaterThan(names.length);
    for (const [name, { spec }] of pods()) {
      expect([name, spec]).toMatchObject([
        name,
        {
          automountServiceAccountToken: false,
          securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
        },
      ]);
      expect(spec.securityContext.runAsUser).toBeGreaterThan(0);
      for (const { securityContext } of spec.containers) {
        expect(securityContext).toEqual({
          allowPrivilegeEscalation: false,
          privileged: false,
          readOnlyRootFilesystem: true,
          runAsNonRoot: true,
          capabilities: { drop: ['ALL'] },
          seccompProfile: { type: 'RuntimeDefault' },
        });
      }
      for (const volume of spec.volumes ?? []) expect(volume).not.toHaveProperty('hostPath');
    }
  });

  it('holds no secret: what is one comes from a Secret that somebody else made', () => {
    expect(of('Secret')).toEqual([]);
    const secret = /PASSWORD|SECRET|KEYS?$|ACCESS_KEY/;
    const variables = pods().flatMap(([, { spec }]) => spec.containers.flatMap(({ env = [] }: Manifest) => env));
    const secrets = variables.filter(({ name }: Manifest) => secret.test(name));
    expect(secrets.length).toBeGreaterThan(names.length);
    for (const one of secrets) {
      expect(one).toEqual({ name: one.name, valueFrom: { secretKeyRef: { name: expect.any(String), key: expect.any(String) } } }); // prettier-ignore
    }
    for (const [, password] of text.matchAll(/\w+:\/\/[^\s:@/]*:([^\s@]+)@/g)) expect(password).toMatch(/^\$\(\w+\)$/);
    expect(text).not.toMatch(/k1\.aesgcm256\.|BEGIN [A-Z ]*PRIVATE KEY/);
  });

  it('lets nobody through unless a policy does', () => {
    const deny = named('NetworkPolicy', 'huying-default-deny').spec;
    expect(deny).toEqual({ podSelector: expect.anything(), policyTypes: ['Ingress', 'Egress'] });
    for (const [, { metadata }] of pods()) expect(metadata.labels).toMatchObject(deny.podSelector.matchLabels);
    for (const { metadata, spec } of of('NetworkPolicy')) {
      const doors = [...(spec.ingress ?? []), ...(spec.egress ?? [])];
      for (const { from, to, ports } of doors) {
        // Without a list of peers, or without ports, all are meant.
        expect([metadata.name, (from ?? to)?.length, ports?.length]).toEqual([metadata.name, expect.any(Number), expect.any(Number)]); // prettier-ignore
        expect((from ?? to).length * ports.length).toBeGreaterThan(0);
      }
    }
  });

  it.each(names)('lets %s be reached by the ingress, its metrics by Prometheus, and no service by another', (name) => {
    const { ingress, egress } = named('NetworkPolicy', `huying-${name}`).spec;
    const doors = ingress.map(({ from, ports }: Manifest) => [from[0].namespaceSelector.matchLabels, ports[0].port]);
    expect(doors).toEqual([
      [{ 'kubernetes.io/metadata.name': 'ingress-controller' }, 8080],
      [{ 'kubernetes.io/metadata.name': 'monitoring' }, 9464],
    ]);
    const ports = egress.map(({ ports: [first] }: Manifest) => first.port);
    expect(ports).toEqual([9093, 5432, 6379, 443, ...(name === 'deliberation' ? [9000] : [])]);
    expect(ports).not.toContain(8080);
  });

  it('leads every path to its owner, the longer before the shorter', () => {
    const [{ http }] = of('Ingress')[0].spec.rules;
    const route = createRouting(services.map((one) => ({ paths: one.paths, owner: one.name })));
    const ownerOf = (path: string): string =>
      http.paths.find((one: Manifest) => new RegExp(`^${one.path}`).test(path))?.backend.service.name;
    for (const pattern of services.flatMap(({ paths }) => paths)) {
      const path = pattern.replaceAll('*', '0197a1c2-0000-7000-8000-000000000001');
      for (const one of [path, `${path}/below`, `${path}-beside`]) {
        expect([one, ownerOf(one)]).toEqual([one, `huying-${route(one) ?? names[0]}`]);
      }
    }
    for (const { backend } of http.paths) expect(named('Service', backend.service.name)).toBeDefined();
  });

  if (kindOfPlatform === 'elsewhere') {
    it('makes no server, and the topics by a job that signs in as the operator', () => {
      for (const kind of ['Kafka', 'KafkaTopic', 'KafkaUser', 'Cluster', 'StatefulSet']) expect(of(kind)).toEqual([]);
      const { annotations } = named('Job', 'huying-topics').metadata;
      expect(annotations['helm.sh/hook']).toBe('pre-install,pre-upgrade');
      expect(named('Job', 'huying-migrate').metadata.annotations['helm.sh/hook']).toBe('pre-install,pre-upgrade');
      const [{ env }] = named('Job', 'huying-topics').spec.template.spec.containers;
      expect(env).toContainEqual({ name: 'KAFKA_USERNAME', value: 'huying-operator' });
    });
    return;
  }

  it('has a topic for each of the published language, with its partitions and its retention', () => {
    const made = of('KafkaTopic').map(({ spec }) => [spec.topicName, spec.partitions, spec.config['retention.ms']]);
    const wanted = platformTopics(names).map((one) => [one.name, one.partitions, one.retentionDays * 86_400_000]);
    expect(made).toEqual(wanted);
    const identifiers = of('KafkaTopic').map(({ metadata }) => metadata.name);
    expect(new Set(identifiers).size).toBe(wanted.length);
    for (const name of identifiers) expect(name).toMatch(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/);
  });

  it('lets a district read one topic, in groups of its own, and nothing else', () => {
    expect(aclsOf(named('KafkaUser', 'huying-district-reader')).sort()).toEqual([
      'Describe group prefix huying-district-reader.',
      'Describe topic literal huying.district.events.v1',
      'Read group prefix huying-district-reader.',
      'Read topic literal huying.district.events.v1',
    ]);
  });

  it.each(chartPlatform(services).services.map((one) => [one.name, one] as const))(
    'lets %s write its own topics, and read what it listens to in its own group',
    (name, { consumes, publishes, group }) => {
      const acls = aclsOf(named('KafkaUser', `huying-${name}`)).filter((one) => !one.startsWith('Describe'));
      expect(acls.sort()).toEqual(
        [
          `Read group literal ${group}`,
          ...consumes.map((topic) => `Read topic literal ${topic}`),
          ...publishes.map((topic) => `Write topic literal ${topic}`),
        ].sort(),
      );
      const triggers = named('ScaledObject', `huying-${name}`)?.spec.triggers ?? [];
      const byLag = triggers.filter(({ type }: Manifest) => type === 'kafka').map(({ metadata }: Manifest) => metadata);
      if (kindOfPlatform === 'large') expect(byLag.map(({ topic }: Manifest) => topic)).toEqual(consumes);
      for (const { consumerGroup } of byLag) expect(consumerGroup).toBe(group);
    },
  );

  it('asks everybody who they are: Kafka has no listener without TLS and a password, and refuses what no rule allows', () => {
    const { kafka } = of('Kafka')[0].spec;
    for (const listener of kafka.listeners) {
      expect(listener).toMatchObject({ tls: true, authentication: { type: 'scram-sha-512' } });
    }
    expect(kafka.authorization).toEqual({ type: 'simple' });
    expect(kafka.config['auto.create.topics.enable']).toBe(false);
  });

  it('makes a database for each service, owned by the one who signs in, and keeps it whatever happens to the release', () => {
    const [cluster] = of('Cluster');
    expect(cluster.spec.bootstrap.initdb).toMatchObject({ owner: 'huying', secret: { name: 'huying-postgres' } });
    expect(of('Database').map(({ spec }) => spec.name)).toEqual(names.map((name) => `huying_${name}`));
    for (const one of [cluster, ...of('Database')]) {
      expect(one.metadata.annotations).toMatchObject({ 'helm.sh/resource-policy': 'keep' });
    }
    for (const { spec } of of('Database')) expect(spec.databaseReclaimPolicy).toBe('retain');
  });
});

describe('values that will not do', () => {
  it.each([
    ['a service that is not there', ['--set', 'services.reqest.replicas=2'], 'services.reqest'],
    ['no issuer', ['--set', 'oidc.issuer='], 'oidc.issuer'],
    ['nowhere to go for the issuer', ['--set-json', 'networkPolicy.to.issuer=[]'], 'networkPolicy.to.issuer'],
    ['everybody for the ingress', ['--set-json', 'networkPolicy.ingressController=[]'], 'ingressController'],
    ['a secret among the variables', ['--set', 'env.ENCRYPTION_KEYS=k1'], 'ENCRYPTION_KEYS'],
    ['a district that would be a service', ['--set-json', 'kafka.districtUsers=["huying.request"]'], 'districtUsers'],
    ['a value that nobody reads', ['--set', 'replica=2'], 'replica'],
  ])('are refused, and told by name: %s', (_, values, name) => {
    expect(refusalOf([...development, ...values])).toContain(name);
  });
});
