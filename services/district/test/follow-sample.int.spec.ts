import { create } from '@bufbuild/protobuf';
import { NeedPublishedSchema } from '@huying/contracts';
import { TestService } from '@huying/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
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

const sample = fileURLToPath(new URL('../../../docs/district/follow.py', import.meta.url));
const publish = (needId: string) =>
  api.kafka.deliver(create(NeedPublishedSchema, { needId, communityId: 'xishan', publication: 1, places: 1 }));

/** Runs the sample as a district engineer would, until it has printed so many events. */
async function follow(state: string, until: number, token: string): Promise<{ id: string }[]> {
  const { stdout } = await promisify(execFile)('python3', [sample], {
    env: { ...process.env, HUYING_URL: api.url, HUYING_TOKEN: token, STATE: state, UNTIL: String(until) },
    timeout: 300_000,
  });
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string });
}

it('the Python sample of the documentation prints what happens, and goes on where it was', async () => {
  const token = await api.issuer.token({ role: 'district', subject: 'street-office' });
  const state = join(mkdtempSync(join(tmpdir(), 'huying-follow-')), 'state');
  const [first] = await publish(uuidv7());
  const [second] = await publish(uuidv7());
  expect((await follow(state, 2, token)).map(({ id }) => id)).toEqual([first, second]);
  const following = follow(state, 1, token);
  const [third] = await publish(uuidv7());
  expect((await following).map(({ id }) => id)).toEqual([third]);
});

it('says in words why it may not', async () => {
  const token = await api.issuer.token({ role: 'volunteer' });
  await expect(follow('unused', 1, token)).rejects.toMatchObject({ code: 1 });
});
