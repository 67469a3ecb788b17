import { eventually, TestService, withKey } from '@huying/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { v7 as uuidv7 } from 'uuid';
import { districtService } from '../src/index.js';
import type { Received } from './receiver.js';
import { aCommunity, asDistrict, WebhookBed } from './webhook-bed.js';

let api: TestService;
let bed: WebhookBed;
beforeAll(async () => {
  api = await TestService.start(districtService);
  bed = new WebhookBed(api);
});
afterAll(async () => {
  bed.stop();
  await api.stop();
});
afterEach(() => api.clock.release());

const verified = (secret: string, { text, headers }: Received): unknown =>
  new StandardWebhook(secret).verify(text, headers as Record<string, string>);
describe('a webhook', () => {
  it('is sent the events of its community as the feed has them, signed', async () => {
    const { community, receiver, webhook } = await bed.connect();
    const [id] = await bed.deliver(community, uuidv7());
    await bed.deliver(aCommunity(), uuidv7());
    await bed.arrived(receiver, 1);
    const [received] = receiver.received;
    expect(webhook.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(verified(webhook.secret, received!)).toEqual(received?.event);
    expect(received?.headers['webhook-id']).toBe(id);
    expect(received?.headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
    const feed = await api.get('/v1/events', asDistrict(community));
    expect(feed.body).toEqual([received?.event]);
    expect(() => verified(`whsec_${'A'.repeat(43)}=`, received!)).toThrow();
    expect(receiver.ids).toEqual([id]);
  });

  it('is sent only the types that it wants, and what it wants is checked', async () => {
    const wanting = await bed.connect({ types: ['huying.request.v1.NeedClosed'] });
    const all = await bed.connect({}, undefined, wanting.community);
    await bed.deliver(wanting.community, uuidv7());
    await bed.arrived(all.receiver, 1);
    const { types } = await bed.change(wanting, { types: ['NeedPublished'] });
    expect(types).toEqual(['huying.request.v1.NeedPublished']);
    const [id] = await bed.deliver(wanting.community, uuidv7());
    await bed.arrived(wanting.receiver, 1);
    expect(wanting.receiver.ids).toEqual([id]);
    const answer = await api.post(
      '/v1/webhooks',
      { url: wanting.receiver.url, types: ['NeedClosing'] },
      withKey(asDistrict(wanting.community)),
    );
    expect(answer.status).toBe(422);
  });

  it.each([
    ['https://10.0.0.1/hook', 'webhook-address-not-allowed'],
    ['http://169.254.169.254/latest/meta-data', 'webhook-address-not-allowed'],
    ['https://[::ffff:192.168.0.1]/', 'webhook-address-not-allowed'],
    ['ftp://example.org/', 'webhook-url-not-https'],
    ['https://me:secret@example.org/', 'webhook-url-malformed'],
    ['receiver', 'webhook-url-malformed'],
  ])('is not made for %s', async (url, code) => {
    const answer = await api.post('/v1/webhooks', { url }, withKey(asDistrict(aCommunity())));
    expect([answer.status, answer.body.code]).toEqual([422, code]);
  });

  it('is its community’s and shows its secret once', async () => {
    const connected = await bed.connect();
    expect(await bed.show(connected)).not.toHaveProperty('secret');
    expect((await api.get(connected.path, asDistrict(aCommunity()))).status).toBe(404);
    const list = await api.get('/v1/webhooks', asDistrict(connected.community));
    expect(list.text).not.toContain('whsec_');
    expect(list.body.items).toHaveLength(1);
    expect((await api.get('/v1/webhooks', { as: { role: 'volunteer' } })).status).toBe(403);
    const [row] = await api.service.database.read.query<{ secret: string }[]>(
      'SELECT secret FROM webhooks WHERE id = $1',
      [connected.webhook.id],
    );
    expect(row?.secret).not.toContain(connected.webhook.secret.slice(6));
  });

  it('is one of twenty at most', async () => {
    const { community, receiver } = await bed.connect();
    const make = () => api.post('/v1/webhooks', { url: receiver.url }, withKey(asDistrict(community)));
    for (let count = 1; count < 18; count += 1) expect((await make()).status).toBe(201);
    // Of four at once two are too many.
    const codes = (await Promise.all(Array.from({ length: 4 }, make))).map(({ body }) => body.code);
    expect(codes.sort()).toEqual(['webhook-too-many', 'webhook-too-many', undefined, undefined]);
  });

  it('that is deleted is sent nothing more', async () => {
    const gone = await bed.connect();
    const other = await bed.connect({}, undefined, gone.community);
    expect((await api.request('DELETE', gone.path, asDistrict(gone.community))).status).toBe(204);
    await bed.deliver(gone.community, uuidv7());
    await bed.arrived(other.receiver, 1);
    expect(gone.receiver.received).toEqual([]);
    expect((await api.get(gone.path, asDistrict(gone.community))).status).toBe(404);
  });
});

describe('the secret', () => {
  it('that replaces another signs beside it for a while, and then alone', async () => {
    const connected = await bed.connect();
    const { community, receiver, webhook } = connected;
    const { secret } = await bed.post(connected, 'secret', { overlapHours: 2 }, 201);
    await bed.deliver(community, uuidv7());
    await bed.arrived(receiver, 1);
    expect(receiver.received[0]?.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
    for (const one of [webhook.secret, secret]) verified(one, receiver.received[0]!);
    api.clock.advance({ hours: 3 });
    await bed.deliver(community, uuidv7());
    await bed.arrived(receiver, 2);
    expect(receiver.received[1]?.headers['webhook-signature']).toMatch(/^v1,\S+$/);
  });

  it('that others know is dropped at once', async () => {
    const connected = await bed.connect();
    const { secret } = await bed.post(connected, 'secret', { overlapHours: 0 }, 201);
    await bed.deliver(connected.community, uuidv7());
    await bed.arrived(connected.receiver, 1);
    verified(secret, connected.receiver.received[0]!);
    expect(() => verified(connected.webhook.secret, connected.receiver.received[0]!)).toThrow();
  });
});

describe('a test event', () => {
  it('is signed and sent once, also while the webhook is paused, and changes nothing', async () => {
    const connected = await bed.connect({}, () => 500);
    await bed.change(connected, { active: false });
    const before = await bed.show(connected);
    const { id } = await bed.post(connected, 'tests', undefined, 202);
    const delivery = await eventually(async () => {
      const found = (await bed.deliveries(connected)).find((one) => one.id === id);
      expect(found?.state).toBe('failed');
      return found;
    });
    expect(delivery).toMatchObject({ kind: 'test', type: 'huying.webhook.Test' });
    expect(delivery?.attempts).toEqual([expect.objectContaining({ status: 500, error: 'status' })]);
    verified(connected.webhook.secret, connected.receiver.received[0]!);
    // Whoever remembers the latest sequence, as one number or as text, has not moved by a test.
    expect(connected.receiver.received[0]?.event.sequence).toBe(String(before.position).padStart(19, '0'));
    expect(await bed.show(connected)).toEqual(before);
  });
});

describe('sending again', () => {
  it('one event brings it with the id that it had', async () => {
    const connected = await bed.connect();
    const [one, two] = await bed.deliver(connected.community, uuidv7(), uuidv7());
    await bed.arrived(connected.receiver, 2);
    await bed.post(connected, 'redeliveries', { eventId: one }, 202);
    await bed.arrived(connected.receiver, 3);
    expect(connected.receiver.ids.sort()).toEqual([one, one, two].sort());
  });

  it('all from a point on brings these, and what comes after', async () => {
    const connected = await bed.connect();
    const needId = uuidv7();
    const ids = await bed.deliver(connected.community, needId, needId, needId);
    await bed.arrived(connected.receiver, 3);
    const { body: feed } = await api.get('/v1/events', asDistrict(connected.community));
    await bed.post(connected, 'redeliveries', { after: feed[0].sequence }, 202);
    await bed.arrived(connected.receiver, 5);
    expect(connected.receiver.ids.slice(3).sort()).toEqual(ids.slice(1).sort());
    await bed.post(connected, 'redeliveries', { since: '2026-01-01T00:00:00Z' }, 202);
    await bed.arrived(connected.receiver, 8);
    expect(connected.receiver.ids.slice(5).sort()).toEqual([...ids].sort());
  });

  it('is refused for an event that is not there, and for two wishes in one', async () => {
    const connected = await bed.connect();
    const [elsewhere] = await bed.deliver(aCommunity(), uuidv7());
    const unknown = await bed.post(connected, 'redeliveries', { eventId: elsewhere }, 404);
    expect(unknown.code).toBe('webhook-event-unknown');
    const unclear = await bed.post(connected, 'redeliveries', { eventId: elsewhere, after: '0' }, 422);
    expect(unclear.code).toBe('webhook-redelivery-unclear');
    const ahead = await bed.post(connected, 'redeliveries', { after: '9'.repeat(18) }, 409);
    expect(ahead.code).toBe('events-cursor-ahead');
    expect((await bed.post(connected, 'redeliveries', {}, 422)).code).toBe('webhook-redelivery-unclear');
  });
});
