import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConfigurationError, configurationNames, readConfiguration, secretNames } from './configuration.js';

const secret = randomBytes(32).toString('base64url');
const sound = {
  KAFKA_BROKERS: '127.0.0.1:9092, 127.0.0.1:9093',
  POSTGRES_URL: 'postgres://huying:secret@127.0.0.1:5432',
  REDIS_URL: 'redis://127.0.0.1:6379',
  OIDC_ISSUER: 'http://127.0.0.1:8080/oidc',
  ENCRYPTION_KEYS: `k1.aesgcm256.${secret}=`,
  BLIND_INDEX_KEY: 'x'.repeat(32),
};
/** As it is written in the environment. */
const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
const messageFor = (environment: NodeJS.ProcessEnv): string => {
  try {
    readConfiguration(environment);
    return '';
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as Error).message;
  }
};

describe('the configuration', () => {
  it('has a default for everything that is not an address or a secret', () => {
    expect(readConfiguration(sound)).toMatchObject({
      KAFKA_BROKERS: ['127.0.0.1:9092', '127.0.0.1:9093'],
      NODE_ENV: 'production',
      PORT: 8080,
      HOST: '127.0.0.1',
      RATE_LIMIT_PER_MINUTE: 600,
      TIME_ZONE: 'Asia/Shanghai',
      TRUST_PROXY: false,
      STRICT_PROBLEMS: false,
      DATABASE_PREFIX: 'huying_',
    });
  });

  it.each(Object.keys(sound))('says in a sentence that %s is not set', (name) => {
    expect(messageFor({ ...sound, [name]: undefined })).toContain(` ${name} is not set.`);
    expect(messageFor({ ...sound, [name]: '' })).toContain(` ${name} is not set.`);
  });

  it.each([
    ['NODE_ENV', 'live'],
    ['PORT', 'eighty'],
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['METRICS_PORT', '-1'],
    ['KAFKA_BROKERS', ' , '],
    ['POSTGRES_URL', '127.0.0.1:5432'],
    ['POSTGRES_URL', 'mysql://127.0.0.1'],
    ['REDIS_URL', 'http://127.0.0.1'],
    ['TOPIC_PREFIX', 'with space'],
    ['DATABASE_PREFIX', 'With-Capitals'],
    ['OIDC_ISSUER', 'issuer'],
    ['ENCRYPTION_KEYS', 'k1.aesgcm256.short'],
    ['ENCRYPTION_KEYS', `${sound.ENCRYPTION_KEYS},rubbish`],
    ['BLIND_INDEX_KEY', 'too short'],
    ['MEDIATION_MATCHING', 'weights'],
    ['MEDIATION_WARNINGS', '[1]'],
    ['LOG_LEVEL', 'loud'],
    ['RATE_LIMIT_PER_MINUTE', '0'],
    ['BODY_LIMIT_BYTES', '12'],
    ['WEBHOOK_PRIVATE_NETWORKS', '10.1.0.0'],
    ['TIME_ZONE', 'Mars/Olympus'],
    ['TRUST_PROXY', 'yes'],
    ['STRICT_PROBLEMS', '1'],
  ])('says in a sentence that %s is not acceptable as %j', (name, value) => {
    const message = messageFor({ ...sound, [name]: value });
    expect(message).toContain(` ${name} is not acceptable: `);
    expect(message.match(new RegExp(name, 'g'))).toHaveLength(1);
  });

  it('names all variables at once, and tells no secret', () => {
    const message = messageFor({
      ...sound,
      PORT: 'eighty',
      REDIS_URL: undefined,
      ENCRYPTION_KEYS: `${secret},${secret}`,
    });
    expect(message).toContain('PORT is not acceptable');
    expect(message).toContain('REDIS_URL is not set');
    expect(message).toContain('ENCRYPTION_KEYS is not acceptable');
    expect(message).toContain('See .env.example.');
    expect(message).not.toContain(secret);
  });
});

describe('a secret that is given as a file', () => {
  let folder: string;
  const fileWith = (text: string): string => {
    const file = join(folder, 'secret');
    writeFileSync(file, text);
    return file;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'huying-secrets-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each(secretNames)('%s is read from it, without the line break at its end', (name) => {
    const given = { ...sound, [name]: undefined, [`${name}_FILE`]: fileWith(`${sound[name]}\n`) };
    expect(readConfiguration(given)[name]).toEqual(readConfiguration(sound)[name]);
  });

  it('is refused if it is given in the environment too', () => {
    const message = messageFor({ ...sound, BLIND_INDEX_KEY_FILE: fileWith('y'.repeat(32)) });
    expect(message).toContain('BLIND_INDEX_KEY and BLIND_INDEX_KEY_FILE are both set');
  });

  it('is refused in one sentence if the file is not there, and as not set if it is empty', () => {
    const without = { ...sound, ENCRYPTION_KEYS: undefined };
    const missing = messageFor({ ...without, ENCRYPTION_KEYS_FILE: join(folder, 'missing') });
    expect(missing).toContain('ENCRYPTION_KEYS_FILE cannot be read: ENOENT.');
    expect(missing).not.toContain('is not set');
    expect(messageFor({ ...without, ENCRYPTION_KEYS_FILE: fileWith('\n') })).toContain('ENCRYPTION_KEYS is not set.');
  });

  it('is not told when it is not acceptable', () => {
    const message = messageFor({ ...sound, ENCRYPTION_KEYS: undefined, ENCRYPTION_KEYS_FILE: fileWith(secret) });
    expect(message).toContain('ENCRYPTION_KEYS is not acceptable');
    expect(message).not.toContain(secret);
  });
});

describe('.env.example', () => {
  const lines = readFileSync('.env.example', 'utf8').split('\n');
  const named = lines.flatMap((line) => /^# ([A-Z][A-Z0-9_]+)=/.exec(line)?.[1] ?? []);

  it('names every variable of a service, once', () => {
    expect(named).toEqual(expect.arrayContaining([...configurationNames]));
    expect(new Set(named).size).toBe(named.length);
  });

  it('names nothing that nobody reads', () => {
    const ofOthers = [
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      'HUYING_SERVERS',
      'HUYING_CACHE',
      'KAFKA_PORT',
      'POSTGRES_PORT',
      'REDIS_PORT',
      'KAFKA_IMAGE',
      'POSTGRES_IMAGE',
      'VALKEY_IMAGE',
      'STORAGE_IMAGE',
      'ATTACHMENTS_ACCESS_KEY',
      'ATTACHMENTS_SECRET_KEY',
      'EDGE_LISTEN',
      'EDGE_PORT',
      'KAFKA_LISTEN',
      'KAFKA_HOST',
      'POSTGRES_PASSWORD',
      'HUYING_DEFAULTS',
      'EDGE_IMAGE',
      'HUYING_IMAGE',
      'BASE_IMAGE',
    ];
    expect(named.filter((name) => !configurationNames.includes(name)).sort()).toEqual(ofOthers.sort());
  });

  it('changes nothing as long as no line is uncommented', () => {
    expect(lines.filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
  });

  it('shows the defaults', () => {
    const defaults = readConfiguration(sound) as unknown as Record<string, unknown>;
    for (const line of lines) {
      const [, name = '', value] = /^# ([A-Z][A-Z_]+)=(.*)$/.exec(line) ?? [];
      if (name in defaults && !(name in sound)) expect(`${name}=${value}`).toBe(`${name}=${shown(defaults[name])}`);
    }
  });
});
