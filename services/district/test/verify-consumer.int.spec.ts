import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { districtEventTypes } from '@huying/contracts';
import { eventually } from '@huying/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Webhook as StandardWebhook, WebhookVerificationError } from 'standardwebhooks';
import { verifyConsumer } from '../src/contract/verify-consumer.js';
import { Receiver, type Received } from './receiver.js';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const headersOf = ({ headers }: Received) => headers as Record<string, string>;

/** What a consumer does about a message; undefined: it takes it. */
type Habit = (received: Received) => number | 'silent' | undefined;

const verifies: Habit = (received) => {
  try {
    new StandardWebhook(secret).verify(received.text, headersOf(received));
    return undefined;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return 401;
    throw error;
  }
};

async function consumer(...habits: Habit[]): Promise<string> {
  const receiver = await Receiver.start((received) => {
    const answer = habits.map((habit) => habit(received)).find((one) => one !== undefined);
    return answer === 'silent' ? undefined : (answer ?? 204);
  });
  ends.push(() => receiver.stop());
  return receiver.url;
}

const failuresOf = async (url: string, answerWithinMs = 60_000) =>
  (await verifyConsumer({ url, secret, answerWithinMs })).filter(({ passed }) => !passed);

/** Takes whatever has a signature that is right for the timestamp that it names. */
const ignoresTime: Habit = (received) => {
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': given = '' } = headersOf(received);
  if (!id) return 401;
  const right = new StandardWebhook(secret).sign(id, new Date(Number(at) * 1_000), received.text);
  return given.split(' ').includes(right) ? undefined : 401;
};

const knownFields = new Set(
  'specversion id type source subject time dataschema datacontenttype communityid sequence data'.split(' '),
);

/** Refuses what it has seen. */
function refusesRepetitions(): Habit {
  const seen = new Set<string>();
  return ({ event }) => (seen.has(event.id) ? 409 : void seen.add(event.id));
}

/** Wants sequences that grow, whatever they are of. */
function wantsOneOrder(): Habit {
  let latest = '';
  return ({ event: { sequence = '' } }) => (sequence < latest ? 409 : void (latest = sequence));
}

const forgeries = [
  'a signature by another secret',
  'a body that was changed',
  'no signature',
  'a timestamp of ten minutes ago',
];

describe('a consumer', () => {
  it('that does all that it must passes; every type is among the checks', async () => {
    const results = await verifyConsumer({ url: await consumer(verifies), secret });
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
    const names = results.map(({ name }) => name);
    for (const { name } of districtEventTypes) expect(names).toContain(name);
  });

  it.each<[string, string[], () => Habit[]]>([
    ['verifies nothing', forgeries, () => []],
    ['does not look at the time', ['a timestamp of ten minutes ago'], () => [ignoresTime]],
    ['refuses repetitions', ['the same event again'], () => [verifies, refusesRepetitions()]],
    [
      'refuses types that it does not know',
      ['a type that is not known yet'],
      () => [verifies, ({ event }) => (event.type.startsWith('huying.later') ? 400 : undefined)],
    ],
    [
      'refuses fields that it does not know',
      ['fields that are not known yet'],
      () => [verifies, ({ event }) => (Object.keys(event).every((key) => knownFields.has(key)) ? undefined : 400)],
    ],
    [
      'looks at the first signature only',
      ['two signatures, as while a secret is replaced'],
      () => [
        (received) => {
          const [first = ''] = (received.headers['webhook-signature'] as string | undefined)?.split(' ') ?? [];
          return verifies({ ...received, headers: { ...received.headers, 'webhook-signature': first } });
        },
      ],
    ],
    [
      'wants one order of all subjects',
      ['events of two subjects, the later one first'],
      () => [verifies, wantsOneOrder()],
    ],
    [
      'takes a hundred kilobytes at most',
      ['a big event'],
      () => [({ text }) => (text.length > 1e5 ? 413 : undefined), verifies],
    ],
    [
      'fails at one type',
      ['huying.request.v1.NeedRaised'],
      () => [verifies, ({ event }) => (event.type === 'huying.request.v1.NeedRaised' ? 500 : undefined)],
    ],
    ['redirects what is forged', forgeries, () => [(received) => (verifies(received) ? 302 : undefined)]],
  ])('that %s fails at %j', async (_, rows, habits) => {
    const failures = await failuresOf(await consumer(...habits()));
    const names = failures.map(({ name }) => name.replace(/\.\d+$/, ''));
    expect([...new Set(names)].sort()).toEqual([...rows].sort());
  });

  it('that is too slow is told so', async () => {
    const url = await consumer(verifies, ({ text }) => (text.length > 1e5 ? 'silent' : undefined));
    expect(await failuresOf(url, 2_000)).toEqual([expect.objectContaining({ name: 'a big event', got: 'timeout' })]);
  });
});

const sampleOf = (file: string) => fileURLToPath(new URL(`../../../docs/district/${file}`, import.meta.url));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

describe('the command', () => {
  const command = fileURLToPath(new URL('../dist/cli/contract.js', import.meta.url));
  const run = (url: string, ...more: string[]) =>
    promisify(execFile)(process.execPath, [command, 'verify-consumer', '--webhook', url, '--secret', secret, ...more]);

  it.each([
    ['python3', 'receive.py'],
    ['java', 'Receive.java'],
    ['node', 'receive.mjs'],
  ])('is passed by the sample for %s', async (program, file) => {
    const port = await freePort();
    const env = { ...process.env, HUYING_SECRET: secret, PORT: String(port) };
    const child = spawn(program, [sampleOf(file)], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    ends.push(() => child.kill('SIGKILL'));
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    const url = `http://127.0.0.1:${port}/`;
    await eventually(async () => expect((await fetch(url, { method: 'POST' })).status).toBe(401));
    const { stdout } = await run(url);
    expect(stdout).toMatch(/All \d+ checks passed\.\n$/);
    const ids = printed
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { id: string }).id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('says which rows failed, and fails itself', async () => {
    const failing = run(await consumer());
    await expect(failing).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/FAILED {2}4xx\s+204 .* no signature\n[^]*4 of \d+ checks failed\.\n$/),
    });
  });

  it('asks for the secret when nearly all that is genuine was refused with 401', async () => {
    const hint = 'is the secret right?';
    const another = run(await consumer((received) => verifies(received) ?? 401));
    await expect(another).rejects.toMatchObject({ code: 1, stdout: expect.stringContaining(hint) });
    const careless = run(await consumer());
    await expect(careless).rejects.toMatchObject({ code: 1, stdout: expect.not.stringContaining(hint) });
  });

  it.each([
    ['nowhere', [], '--webhook must be an address'],
    ['localhost:9000', [], '--webhook must be an address'],
    ['http://127.0.0.1:1/', ['--secret', 'whsec_…'], '--secret must be that of a webhook: whsec_ and Base64'],
    ['http://127.0.0.1:1/', ['--unknown'], "'--unknown'"],
    ['http://127.0.0.1:1/', ['again'], 'The command is verify-consumer.'],
  ])('says why %s %j cannot be understood, and how it is used', async (url, more, why) => {
    const refused: unknown = await run(url, ...more).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining(why) });
    expect(refused).toMatchObject({ stderr: expect.stringContaining('Usage: npm run contract') });
  });

  it('says that nobody is there', async () => {
    const nobody = run(`http://127.0.0.1:${await freePort()}/`);
    await expect(nobody).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('(refused)') });
  });
});

describe('the sample', () => {
  it.each([
    ['python3', 'receive.py', undefined],
    ['python3', 'receive.py', 'whsec_…'],
    ['java', 'Receive.java', undefined],
    ['java', 'Receive.java', 'whsec_…'],
    ['node', 'receive.mjs', undefined],
    ['node', 'receive.mjs', 'whsec_…'],
  ])('for %s (%s) ends with one line when the secret is %s', async (program, file, given) => {
    const running = promisify(execFile)(program, [sampleOf(file)], {
      env: { ...process.env, HUYING_SECRET: given, PORT: String(await freePort()) },
      timeout: 30_000, // of one that goes on and listens
    });
    const stderr = expect.stringMatching(/^HUYING_SECRET must be .*\n$/);
    await expect(running).rejects.toMatchObject({ code: 1, stderr });
  });

  it('for python3 says in one line that its port is taken', async () => {
    const { port } = new URL(await consumer());
    const running = promisify(execFile)('python3', [sampleOf('receive.py')], {
      env: { ...process.env, HUYING_SECRET: secret, PORT: port },
      timeout: 30_000,
    });
    const stderr = expect.stringMatching(/^Port \d+ cannot be listened to .*\n$/);
    await expect(running).rejects.toMatchObject({ code: 1, stderr });
  });
});
