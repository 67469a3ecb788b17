import { create } from '@bufbuild/protobuf';
import { NeedPublishedSchema } from '@huying/contracts';
import { TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
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

describe.each([
  ['Python', 'python3', 'follow.py'],
  ['Java', 'java', 'Follow.java'],
])('the %s sample of the documentation', (_, command, file) => {
  /** Runs the sample as a district engineer would, until it has printed so many events. */
  async function follow(state: string, until: number, token: string): Promise<{ id: string }[]> {
    const { stdout } = await promisify(execFile)(command, [join(directory, file)], {
      env: { ...process.env, HUYING_URL: api.url, HUYING_TOKEN: token, STATE: state, UNTIL: String(until) },
      timeout: 300_000,
    });
    return stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string });
  }

  it('prints what happens, and goes on where it was', async () => {
    const community = `c-${randomUUID()}`;
    const token = await api.issuer.token({ role: 'district', subject: 'street-office', community });
    const state = states();
    // Of one need: only then their order is promised.
    const needId = uuidv7();
    const [first] = await publish(community, needId);
    const [second] = await publish(community, needId);
    expect((await follow(state, 2, token)).map(({ id }) => id)).toEqual([first, second]);
    const following = follow(state, 1, token);
    const [third] = await publish(community, needId);
    expect((await following).map(({ id }) => id)).toEqual([third]);
  });

  it('says in words why it may not', async () => {
    const token = await api.issuer.token({ role: 'volunteer' });
    await expect(follow(states(), 1, token)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/没有此权限|permission/),
    });
  });
});
