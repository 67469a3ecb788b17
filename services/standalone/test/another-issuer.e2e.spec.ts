import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, TestIssuer } from '@huying/testing';
import { getToken } from '../src/index.js';
import { familyOf, killAll, startProcess, untilReady, type PlatformProcess, type ReadyPlatform } from './process.js';

const dataDir = mkdtempSync(join(tmpdir(), 'huying-issuer-'));
let issuer: TestIssuer;
let started: PlatformProcess;
let platform: ReadyPlatform;

beforeAll(async () => {
  issuer = await TestIssuer.start();
  const mark = `e${randomBytes(4).toString('hex')}`;
  const prefixes = { TOPIC_PREFIX: `${mark}.`, DATABASE_PREFIX: `${mark}_`, REDIS_PREFIX: `${mark}:` };
  // In production the development issuer would be refused.
  const environment = { ...prefixes, OIDC_ISSUER: issuer.url, NODE_ENV: 'production' };
  started = startProcess(dataDir, { environment });
  platform = await untilReady(started);
});
afterAll(() => {
  killAll(familyOf(started.child.pid ?? 0));
  issuer.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function statusFor(token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  return (await fetch(`${platform.url}/v1/needs`, { headers })).status;
}

describe('npm start with OIDC_ISSUER', () => {
  it('accepts the tokens of that issuer, and none that only claims to be of it', async () => {
    expect(await statusFor(await issuer.token())).toBe(200);
    expect(await statusFor(await issuer.forgedToken())).toBe(401);
  });

  it('has no development issuer, which would give any token to anybody', async () => {
    const { status, headers } = await fetch(`${platform.url}/oidc/.well-known/openid-configuration`);
    expect({ status, type: headers.get('content-type') }).toEqual({
      status: 401,
      type: 'application/problem+json; charset=utf-8',
    });
    const wish = { role: 'staff', subject: 'staff-1', community: 'xishan' } as const;
    await expect(getToken(platform.url, wish)).rejects.toMatchObject({ code: 'token-refused' });
  });

  it('says where tokens come from, and what to do for a community that is seeded', async () => {
    expect(platform.output()).toContain(`TOKEN from ${issuer.url}, whose tokens alone are accepted`);
    expect(platform.output()).not.toContain('npm run --silent token');
    await eventually(() =>
      expect(platform.output()).toMatch(/is not seeded, .*: to have it, start without OIDC_ISSUER until .*\n$/),
    );
  });

  it.each([
    ['npm run token', 'token.js', ['--role', 'staff', '--subject', 'staff-1']],
    ['npm run open311', 'open311-main.js', ['key']],
  ])('%s refuses with one sentence that names it', async (_, file, args) => {
    const program = fileURLToPath(new URL(`../dist/${file}`, import.meta.url));
    await expect(
      promisify(execFile)(process.execPath, [program, ...args, '--data-dir', dataDir]),
    ).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        new RegExp(`^The platform accepts only tokens of ${issuer.url} \\(OIDC_ISSUER\\): .*\n$`),
      ),
    });
  });
});
