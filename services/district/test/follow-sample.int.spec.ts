import { create } from '@bufbuild/protobuf';
import { NeedPublishedSchema } from '@huying/contracts';
import { TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { linkSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { v7 as uuidv7 } from 'uuid';
import { districtService } from '../src/index.js';

let api: TestService;
beforeAll(async () => {
  api = await TestService.start(districtService);
});
afterAll(() => api.stop());

const directory = fileURLToPath(new URL('../../../docs/district/', import.meta.url));
const publish = (communityId: string, needId: string) =>
  api.kafka.deliver(create(NeedPublishedSchema, { needId, communityId, publication: 1, places: 1 }));
const states = () => join(mkdtempSync(join(tmpdir(), 'huying-follow-')), 'state');

const samples = { python: ['python3', 'follow.py'], java: ['java', 'Follow.java'] } as const;
type Language = keyof typeof samples;

/** Runs a sample as a district engineer would. */
const run = ([command, file]: (typeof samples)[Language], env: Readonly<Record<string, string | undefined>>) =>
  promisify(execFile)(command, [join(directory, file)], { env: { ...process.env, ...env }, timeout: 300_000 });

/** Until it has printed so many events. */
async function follow(language: Language, state: string, until: number, token: string): Promise<string[]> {
  const env = { HUYING_URL: api.url, HUYING_TOKEN: token, STATE: state, UNTIL: String(until) };
  const { stdout } = await run(samples[language], env);
  return stdout
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { id: string }).id);
}

const tokenOf = (community: string) => api.issuer.token({ role: 'district', subject: 'street-office', community });

/** What is answered in turn, with its status and Retry-After; after the last one nothing answers there any more. */
async function answering(...answers: readonly (readonly [number, string, object])[]): Promise<string> {
  const rest = [...answers];
  const server = createServer((_, response) => {
    const [status, retryAfter, problem] = rest.shift() ?? [500, '', {}];
    const headers = { 'content-type': 'application/problem+json', 'retry-after': retryAfter, connection: 'close' };
    response.writeHead(status, headers).end(JSON.stringify(problem));
    if (rest.length === 0) server.close();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe.each(['python', 'java'] as const)('the %s sample of the documentation', (language) => {
  it('prints what happens, and goes on where it was', async () => {
    const community = `c-${randomUUID()}`;
    const token = await tokenOf(community);
    const state = states();
    // Of one need: only then their order is promised.
    const needId = uuidv7();
    const [first] = await publish(community, needId);
    const [second] = await publish(community, needId);
    expect(await follow(language, state, 2, token)).toEqual([first, second]);
    const following = follow(language, state, 1, token);
    const [third] = await publish(community, needId);
    expect(await following).toEqual([third]);
  });

  it('never writes into the file that remembers, and begins anew with an empty one', async () => {
    const community = `c-${randomUUID()}`;
    const token = await tokenOf(community);
    const state = states();
    const [only] = await publish(community, uuidv7());
    writeFileSync(state, '');
    // Shows what becomes of the file itself, whatever takes its name.
    linkSync(state, `${state}-before`);
    expect(await follow(language, state, 1, token)).toEqual([only]);
    expect(readFileSync(state, 'utf8')).toMatch(/^\d+$/);
    expect(readFileSync(`${state}-before`, 'utf8')).toBe('');
  });

  it('says in one line why it may not', async () => {
    const token = await api.issuer.token({ role: 'volunteer' });
    await expect(follow(language, states(), 1, token)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^permission-missing: .+\n$/),
    });
  });

  it('says in one line what must be set', async () => {
    const env = { HUYING_URL: api.url, HUYING_TOKEN: undefined };
    const stderr = expect.stringMatching(/^.*HUYING_TOKEN must be set.*\n$/);
    await expect(run(samples[language], env)).rejects.toMatchObject({ code: 1, stderr });
  });

  it('says how long it waits, and what to do about a feed that was begun anew', async () => {
    const url = await answering(
      [429, '1', { code: 'too-many-requests', detail: 'Too many.' }],
      [409, '', { title: 'x', code: 'events-cursor-ahead', detail: 'The feed was "begun anew".', status: 409 }],
    );
    const state = states();
    await expect(run(samples[language], { HUYING_URL: url, HUYING_TOKEN: 'any', STATE: state })).rejects.toMatchObject({
      code: 1,
      stderr:
        'too-many-requests: Too many. Trying again in 1 s.\n' +
        `events-cursor-ahead: The feed was "begun anew". Remove ${state} to begin with the oldest event that is kept.\n`,
    });
  });

  it('says that nobody answers, and tries again', async () => {
    const url = await answering([503, '0', {}]);
    const running = run(samples[language], { HUYING_URL: url, HUYING_TOKEN: 'any', STATE: states() });
    let said = '';
    running.child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.split('\n').length > 3) running.child.kill('SIGKILL');
    });
    await expect(running).rejects.toMatchObject({ signal: 'SIGKILL' });
    expect(said).toMatch(/^HTTP 503\. Trying again in 0 s\.\n(Nobody answers \((?!null).+\); trying again\.\n){2,}$/);
  });
});

it.each([
  ['java', 'python'],
  ['python', 'java'],
] as const)('after %s the sample in %s goes on where that one was, by the same file', async (before, after) => {
  const community = `c-${randomUUID()}`;
  const token = await tokenOf(community);
  const state = states();
  const needId = uuidv7();
  const [first] = await publish(community, needId);
  const [second] = await publish(community, needId);
  expect(await follow(before, state, 1, token)).toEqual([first]);
  expect(await follow(after, state, 1, token)).toEqual([second]);
});
