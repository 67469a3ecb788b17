import { describe, expect, it } from '@jest/globals';
import { commonProblems, createRouting, protection } from '@huying/http';
import { services } from '@huying/standalone';
import { edgeConfiguration } from './edge.js';

/** The owner of a path, as HAProxy reads the configuration: from the top, the first that matches, then the default. */
function ownerBy(configuration: string, path: string): string | undefined {
  const routes = configuration.matchAll(/^ {2}use_backend (\S+) if \{ var\(txn\.path\) -m reg '(.+)' \}$/gm);
  for (const [, owner, expression = ''] of routes) if (new RegExp(expression).test(path)) return owner;
  return /^ {2}default_backend (\S+)$/m.exec(configuration)?.[1];
}

/** The bodies of the answers of that status, their variables as they stand. */
function bodiesOf(configuration: string, status: number): unknown[] {
  const lines = configuration
    .split('\n')
    .filter((line) => line.includes(` status ${status} content-type "application/p`));
  return lines.map((line): unknown => JSON.parse(/lf-string '([^']*)'/.exec(line)?.[1] ?? ''));
}

describe('the configuration of the edge', () => {
  const configuration = edgeConfiguration(services);
  const patterns = services.flatMap(({ paths }) => paths);

  it.each(patterns)('leads %s, and what is below and beside it, where standalone leads it', (pattern) => {
    const route = createRouting(services.map(({ name, paths }) => ({ paths, owner: name })));
    const path = pattern.replaceAll('*', '0197a1c2-0000-7000-8000-000000000001');
    for (const one of [path, `${path}/`, `${path}/below`, `${path}/be.low/and/deeper`, `${path}-beside`, `/x${path}`]) {
      expect([one, ownerBy(configuration, one)]).toEqual([one, route(one) ?? services[0]?.name]);
    }
  });

  it('tries longer patterns first, whatever the order of the services', () => {
    const turned = edgeConfiguration([...services].reverse());
    expect(ownerBy(turned, '/v1/needs/1/claims')).toBe('claim');
    expect(ownerBy(turned, '/v1/needs/1')).toBe('request');
  });

  it('leads to the issuer, and to the reference and the health of each service', () => {
    expect(ownerBy(configuration, '/oidc/token')).toBe('issuer');
    for (const { name, title } of services) {
      expect(ownerBy(configuration, `/docs/${name}/start.js`)).toBe(name);
      expect(ownerBy(configuration, `/health/${name}`)).toBe(name);
      expect(configuration).toContain(`<a href="/docs/${name}/">${title}</a>`);
    }
  });

  it('has a backend for whomever it leads to', () => {
    const wanted = [...configuration.matchAll(/(?:use|default)_backend (\S+)/g)].map(([, name]) => name);
    const there = [...configuration.matchAll(/^backend (\S+)$/gm)].map(([, name]) => name);
    expect(new Set(wanted)).toEqual(new Set(there));
  });

  it.each([
    ['a service that is away', [502, 503, 504], commonProblems.serviceUnavailable()],
    ['a path of no service', [404], commonProblems.routeNotFound()],
  ])('answers for %s as the services do', (_, statuses, { type }) => {
    const bodies = statuses.flatMap((status) => bodiesOf(configuration, status));
    expect(bodies).toHaveLength(statuses.length);
    for (const body of bodies) {
      expect(body).toMatchObject({
        code: type.code,
        status: type.status,
        detail: '%[var(txn.detail),json(utf8s)]',
        remedy: '%[var(txn.remedy),json(utf8s)]',
        instance: '%[var(txn.path),json(utf8s)]',
        requestId: '%[var(txn.id)]',
      });
    }
    for (const [name, { en, zh }] of Object.entries({ detail: type, remedy: type.remedy! })) {
      expect(configuration).toContain(`set-var-fmt(txn.${name}) '${zh}'`);
      expect(configuration).toContain(`set-var-fmt(txn.${name}) '${en}' if english`);
    }
  });

  it('protects its own answers as the services do theirs, and leaves theirs alone', () => {
    const lines = configuration.matchAll(
      /^ {2}http-after-response set-header (\S+) "([^"$%\\]+)" unless \{ res\.fhdr\(\1\) -m found \}$/gm,
    );
    expect(Object.fromEntries([...lines].map(([, name, value]) => [name, value]))).toEqual(protection());
    expect(Object.keys(protection())).toEqual(expect.arrayContaining(['content-security-policy', 'cache-control']));
  });

  it('leaves bodies alone: what is streamed is streamed, and ETags stay strong', () => {
    expect(configuration).not.toMatch(/compression|http-buffer-request|http-no-delay/);
  });

  it('needs a service to lead to', () => {
    expect(() => edgeConfiguration([])).toThrow(TypeError);
  });
});
