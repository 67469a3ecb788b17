import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startObjectStore, type ObjectStore } from '@huying/infrastructure';
import { aName, as, expectBody, runNow, type TestRequest, TestService } from '@huying/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { deliberationService } from '../src/index.js';
import { picture, upload, uploaded } from './attachments.examples.js';
import { aResident, raise, watched } from './supervision.examples.js';
import { refusal, votingOn } from './voting.examples.js';

const staff = as('staff', 'staff-1');
const pdf = Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');

/** The bytes that the API answers with, and what it says of them. */
async function download(api: TestService, id: string, by: TestRequest) {
  const response = await fetch(`${api.url}/v1/attachments/${id}`, {
    headers: { authorization: `Bearer ${await api.issuer.token(by.as)}` },
  });
  return { status: response.status, headers: response.headers, content: Buffer.from(await response.arrayBuffer()) };
}

const hashOf = (content: Buffer) => createHash('sha256').update(content).digest('hex');

/** Where files lie, as each test is told. */
interface Store {
  readonly environment: Record<string, string>;
  /** How many there are. */
  readonly count: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

async function folder(): Promise<Store> {
  const dir = await mkdtemp(join(tmpdir(), 'huying-attachments-'));
  return {
    environment: { ATTACHMENTS_DIRECTORY: dir },
    count: () => filesIn(dir),
    stop: () => rm(dir, { recursive: true, force: true }),
  };
}

async function bucket(): Promise<Store> {
  const dir = await mkdtemp(join(tmpdir(), 'huying-objects-'));
  const store: ObjectStore = await startObjectStore({ dataDir: dir });
  process.env.AWS_ACCESS_KEY_ID = store.accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = store.secretAccessKey;
  return {
    environment: { ATTACHMENTS_S3_BUCKET: store.bucket, ATTACHMENTS_S3_ENDPOINT: store.endpoint },
    count: () => filesIn(join(dir, 'objects')),
    stop: async () => {
      await store.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function filesIn(dir: string): Promise<number> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
}

describe('an attachment', () => {
  it('is refused with a sentence while the store does not answer, and the rest goes on', async () => {
    const environment = { ATTACHMENTS_S3_BUCKET: 'attachments', ATTACHMENTS_S3_ENDPOINT: 'http://127.0.0.1:1' };
    const api = await TestService.start(deliberationService, environment);
    expect(await upload(api, staff)).toMatchObject(refusal(503, 'attachment-storage-unavailable'));
    expect((await api.get('/v1/consultations', aResident())).status).toBe(200);
    await api.stop();
  }, 60_000);
});

describe.each<[string, () => Promise<Store>]>([
  ['a folder', folder],
  ['a bucket of an S3-compatible store', bucket],
])('an attachment in %s', (_, open) => {
  let store: Store;
  let api: TestService;
  const { someHomes, aConsultation, aRound, codesOf } = votingOn(() => api);

  beforeAll(async () => {
    store = await open();
    api = await TestService.start(deliberationService, store.environment);
  }, 180_000);
  afterEach(() => api.clock.release());
  afterAll(async () => {
    await api.stop();
    await store.stop();
  });

  it('comes back byte for byte, and can do nothing in a browser but be shown', async () => {
    const content = picture('x'.repeat(300_000));
    const one = await uploaded(api, staff, { kind: 'plan', content });
    expect(one).toMatchObject({
      kind: 'plan',
      contentType: 'image/png',
      bytes: content.length,
      sha256: hashOf(content),
    });
    const { status, headers, content: read } = await download(api, one.id, staff);
    expect(status).toBe(200);
    expect(hashOf(read)).toBe(one.sha256);
    expect(headers.get('content-type')).toBe('image/png');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'; sandbox");
    expect(headers.get('cache-control')).toBe('private, max-age=3600');
  });

  it('is shown with its consultation, on the page that third parties read', async () => {
    const consultation = await aConsultation();
    const { id: attachmentId } = await uploaded(api, staff, { kind: 'plan', type: 'application/pdf', content: pdf });
    expect((await download(api, attachmentId, aResident())).status).toBe(404);
    const path = `/v1/consultations/${consultation}/attachments`;
    const wish = { attachmentId, kind: 'plan', title: '电梯平面图' };
    expectBody(await api.post(path, wish, staff));
    expect(await api.post(path, wish, staff)).toMatchObject(refusal(422, 'attachment-unknown'));
    expect((await download(api, attachmentId, aResident())).content.equals(pdf)).toBe(true);
    const page = expectBody(await api.get(`/v1/consultations/${consultation}`, aResident()), 200);
    expect(page).toMatchObject({
      ...{ id: consultation, state: 'open', rounds: [], minutes: [], works: [] },
      attachments: [{ id: attachmentId, title: '电梯平面图', contentType: 'application/pdf', bytes: pdf.length }],
    });
    expect(expectBody(await api.get(path, aResident()), 200).items).toHaveLength(1);
    const elsewhere = { as: { role: 'staff', subject: 's-1', community: 'elsewhere' } } as const;
    expect((await download(api, attachmentId, elsewhere)).status).toBe(404);
    expect((await api.get(`/v1/consultations/${consultation}`, elsewhere)).status).toBe(404);
  });

  it('shows a finding, if whoever raises it has taken it', async () => {
    const { work, team } = await watched(api);
    const [mine, theirs] = [await uploaded(api, team[0]), await uploaded(api, team[1])];
    const raising = (id: string) => raise(api, team[0], work.id, { photoIds: [id] });
    expect(await raising(theirs.id)).toMatchObject(refusal(422, 'attachment-unknown'));
    expectBody(await raising(mine.id));
    expect((await download(api, mine.id, aResident())).status).toBe(200);
    expect(await raising(mine.id)).toMatchObject(refusal(422, 'attachment-unknown'));
  });

  it('that is a scan helps to settle what two people read differently, and is for staff alone', async () => {
    const { building, homes } = await someHomes([9_000]);
    const { id: roundId } = await aRound(building);
    const [{ code } = { code: '' }] = await codesOf(roundId, homes);
    const reads = async (reader: string, choice: string, scan: object = {}) =>
      api.post('/v1/ballots/paper', { roundId, code, choice: [choice], ...scan }, as('staff', reader));
    const scan = await uploaded(api, as('staff', 'a'), { kind: 'scan' });
    const photo = await uploaded(api, as('staff', 'a'));
    expect(await reads('a', 'yes', { scanId: photo.id })).toMatchObject(refusal(422, 'attachment-unknown'));
    expectBody(await reads('a', 'yes', { scanId: scan.id }));
    expect(expectBody(await reads('b', 'no'))).toEqual({ state: 'differs' });
    const third = as('staff', 'c');
    const readings = await api.post('/v1/ballots/paper/readings', { roundId, code }, third);
    expect(expectBody(readings, 200)).toMatchObject({ scanIds: [scan.id] });
    expect((await download(api, scan.id, third)).status).toBe(200);
    expect((await download(api, scan.id, homes[0]?.account ?? {})).status).toBe(404);
    expect(expectBody(await reads('c', 'yes'))).toEqual({ state: 'counted' });
  });

  it('that belongs nowhere is gone after a day, and no sooner', async () => {
    const before = await store.count();
    const [loose, kept] = [await uploaded(api, staff, { kind: 'plan' }), await uploaded(api, staff, { kind: 'plan' })];
    const path = `/v1/consultations/${await aConsultation()}/attachments`;
    expectBody(await api.post(path, { attachmentId: kept.id, kind: 'plan', title: '图' }, staff));
    api.clock.advance({ hours: 23 });
    await runNow(api, 'forget-attachments');
    expect((await download(api, loose.id, staff)).status).toBe(200);
    expect(await store.count()).toBe(before + 2);
    api.clock.advance({ hours: 2 });
    await runNow(api, 'forget-attachments');
    expect((await download(api, loose.id, staff)).status).toBe(404);
    expect((await download(api, kept.id, staff)).status).toBe(200);
    expect(await api.post(path, { attachmentId: loose.id, kind: 'plan', title: '图' }, staff)).toMatchObject(
      refusal(422, 'attachment-unknown'),
    );
  });

  it.each<[string, Parameters<typeof upload>[2], number, string]>([
    ['nothing', { content: Buffer.alloc(0) }, 422, 'attachment-empty'],
    ['a page that says it is a picture', { content: Buffer.from('<html><script>') }, 415, 'attachment-not-that-kind'],
    ['a picture that says it is another', { type: 'image/jpeg' }, 415, 'attachment-not-that-kind'],
    ['a document as a photo', { type: 'application/pdf', content: pdf }, 415, 'attachment-not-that-kind'],
    ['a photo of more than 10 MiB', { content: picture('x'.repeat(10_485_760)) }, 413, 'attachment-too-large'],
    ['a web page', { type: 'text/html' }, 415, 'unsupported-media-type'],
    ['JSON', { type: 'application/json', content: Buffer.from('{}') }, 415, 'unsupported-media-type'],
    ['something of no kind', { kind: 'film' }, 422, 'invalid-input'],
  ])('is refused with %s, and leaves nothing behind', async (what, file, status, code) => {
    const before = await store.count();
    expect(await upload(api, aResident(), file)).toMatchObject(refusal(status, code));
    expect(await store.count()).toBe(before);
    const chinese = await upload(api, { ...aResident(), headers: { 'accept-language': 'zh-CN' } }, file);
    expect(chinese.body.detail).toMatch(/\p{Script=Han}/u);
  });

  it('is not taken from whoever has no part in the estate', async () => {
    expect((await upload(api, as('district', aName('d-')))).status).toBe(403);
  });
});
