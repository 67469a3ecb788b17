import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createTopics } from '@huying/events';
import { freePort, type Servers } from '@huying/infrastructure';
import { COMMUNITY, type Api } from '@huying/standalone';
import { ownPrefixes, scene, staffOf, Stores } from '@huying/tool-demo';
import { Edge, type Copies } from './edge.js';
import { HERE } from './here.js';
import { startProgram, type Running } from './processes.js';
import type { Rehearsal } from './rehearse.js';
import { startDrillServers } from './servers.js';

export type Environment = Readonly<Record<string, string>>;

export const aKey = (): string => `k1.aesgcm256.${randomBytes(32).toString('base64url')}=`;

interface Place {
  readonly ports: Copies;
  /** Which of the two copies runs. */
  copy: 'a' | 'b';
  running: Running;
}

/** Each service in a process of its own behind the edge, as `deploy/` runs them, with the development issuer. */
export class Bed {
  private readonly places = new Map<string, Place>();
  private issuer: Running | undefined;
  private issuerCopy: 'a' | 'b' = 'b';

  private constructor(
    readonly servers: Servers,
    readonly edge: Edge,
    private readonly dir: string,
    private readonly issuerPorts: Copies,
    /** What every service is told; the drill may tell the next ones something else. */
    public environment: Environment,
  ) {}

  static async start(rehearsal: Rehearsal, names: readonly string[], code: string): Promise<Bed> {
    const { dir, endings } = rehearsal;
    const servers = await scene({
      title: 'Starting Kafka, PostgreSQL and Redis',
      play: (say) => startDrillServers(join(dir, 'servers'), say),
      outcome: () => 'Kafka, PostgreSQL and Redis answer',
    });
    endings.push(() => servers.stop());
    const ports = new Map<string, Copies>();
    for (const name of names) ports.set(name, { a: await freePort(), b: await freePort() });
    const edgePort = await freePort();
    const issuerPorts = { a: await freePort(), b: await freePort() };
    const edge = await Edge.start(dir, edgePort, new Map([...ports, ['issuer', issuerPorts]]));
    endings.push(() => edge.stop());
    const bed = new Bed(servers, edge, dir, issuerPorts, {
      ...servers.environment,
      ...ownPrefixes,
      ...{ NODE_ENV: 'development', LOG_LEVEL: 'warn', RATE_LIMIT_PER_MINUTE: '1000000', TRUST_PROXY: 'true' },
      ...{ OIDC_ISSUER: `${edge.url}/oidc`, ATTACHMENTS_DIRECTORY: join(dir, 'attachments') },
      ...{ ENCRYPTION_KEYS: aKey(), BLIND_INDEX_KEY: randomBytes(32).toString('hex') },
    });
    endings.push(() => bed.stop());
    await scene({
      title: `Starting ${names.length} services, each in a process of its own, behind the edge`,
      play: async (say) => {
        const { KAFKA_BROKERS: brokers } = servers.environment;
        await createTopics({ brokers: [brokers], clientId: 'drill' }, { mostPartitions: 3 });
        await bed.startIssuer();
        for (const [name, copies] of ports) {
          say(name);
          const running = await bed.launch(name, code, copies['a'] ?? 0);
          bed.places.set(name, { ports: copies, copy: 'a', running });
          await edge.letIn(name, 'a');
        }
      },
      outcome: () => `${names.join(', ')} answer behind the edge, HAProxy (${edge.url})`,
    });
    return bed;
  }

  get names(): string[] {
    return [...this.places.keys()];
  }

  get staff(): Api {
    return staffOf({ url: this.edge.url });
  }

  openStores(): Stores {
    return new Stores(this.servers.environment, COMMUNITY.id);
  }

  /** The next one starts beside the one that runs, and is let in; then that one is let out and told to end. */
  async replace(name: string, code: string): Promise<void> {
    const place = this.places.get(name);
    if (!place) throw new RangeError(`There is no service ${name} here.`);
    const [old, next] = [place.copy, place.copy === 'a' ? 'b' : 'a'] as const;
    const running = await this.launch(name, code, place.ports[next] ?? 0);
    const before = place.running;
    Object.assign(place, { copy: next, running });
    await this.edge.letIn(name, next);
    await this.edge.letOut(name, old);
    const ended = await before.stop();
    if (ended !== 0) throw new Error(`The old ${name} did not end in good order: ${ended}.`);
  }

  /** One after the other, each told what `environment` says now. */
  async replaceAll(code: string, say: (line: string) => void): Promise<void> {
    for (const name of this.names) {
      say(name);
      await this.replace(name, code);
    }
  }

  /** The issuer's keys are read when it starts: the next one starts beside the one that runs, so that there is one at every moment. */
  async startIssuer(): Promise<void> {
    const [before, old] = [this.issuer, this.issuerCopy];
    this.issuerCopy = old === 'a' ? 'b' : 'a';
    this.issuer = await startProgram({
      ...{ name: 'issuer', dir: this.dir, port: this.issuerPorts[this.issuerCopy] ?? 0 },
      main: join(HERE, 'services/standalone/dist/issuer-main.js'),
      environment: { ...this.environment, DATA_DIR: this.issuerDir },
    });
    await this.edge.letIn('issuer', this.issuerCopy);
    if (!before) return;
    await this.edge.letOut('issuer', old);
    await before.stop();
  }

  get issuerDir(): string {
    return join(this.dir, 'issuer');
  }

  async stop(): Promise<void> {
    await Promise.all([...this.places.values()].map(({ running }) => running.stop()));
    await this.issuer?.stop();
  }

  private launch(name: string, code: string, port: number): Promise<Running> {
    const main = join(code, 'services', name, 'dist/main.js');
    return startProgram({ name, main, port, dir: this.dir, environment: this.environment });
  }
}
