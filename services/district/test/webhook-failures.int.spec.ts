import { eventually, runNow, TestService } from '@huying/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { districtService } from '../src/index.js';
import { WebhookBed, type Connected } from './webhook-bed.js';

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

const delivery = async (of: Connected, eventId?: string) =>
  (await bed.deliveries(of)).find((one) => one.eventId === eventId);

/** Waits until a delivery has been tried so often. */
const tried = (of: Connected, eventId: string | undefined, times: number) =>
  eventually(async () => {
    const found = await delivery(of, eventId);
    expect(found?.attempts).toHaveLength(times);
    return found;
  });

/** Lets the clock go from attempt to attempt of a delivery until it is no longer tried. @returns how often it was */
async function tryToTheEnd(of: Connected, eventId: string | undefined): Promise<number> {
  for (let times = 1; ; times += 1) {
    const found = await tried(of, eventId, times);
    const { state } = await bed.show(of);
    if (found?.state !== 'waiting' || state !== 'active') return times;
    api.clock.set(Temporal.Instant.from(found.nextAttemptAt));
  }
}

const metric = async (line: string): Promise<number> => {
  const text = await api.service.metrics.metrics();
  return Number(
    text
      .split('\n')
      .find((one) => one.startsWith(line))
      ?.split(' ')
      .at(-1),
  );
};

describe('a receiver that fails', () => {
  it('gets the event when it is back, and the log tells how it went', async () => {
    const connected = await bed.connect({}, () => 503);
    const [id] = await bed.deliver(connected.community, uuidv7());
    const first = await tried(connected, id, 1);
    expect(first).toMatchObject({ state: 'waiting', attempts: [{ status: 503, error: 'status' }] });
    const wait = Temporal.Instant.from(first?.attempts[0].at).until(first?.nextAttemptAt).total('seconds');
    expect(wait).toBeGreaterThanOrEqual(5);
    expect(wait).toBeLessThanOrEqual(6.25);
    expect((await bed.show(connected)).failures).toBe(1);
    connected.receiver.behave = () => 200;
    api.clock.set(Temporal.Instant.from(first?.nextAttemptAt));
    expect(await tried(connected, id, 2)).toMatchObject({ state: 'delivered', nextAttemptAt: null });
    expect(connected.receiver.ids).toEqual([id, id]);
    expect((await bed.show(connected)).failures).toBe(0);
  });

  it('for days is disabled for everybody to see, and has lost nothing when it is enabled again', async () => {
    const connected = await bed.connect({}, () => 500);
    const disabled = await metric('huying_webhooks{state="disabled"');
    const start = api.clock.now();
    const [first] = await bed.deliver(connected.community, uuidv7());
    const attempts = await tryToTheEnd(connected, first);
    const days = start.until(api.clock.now()).total({ unit: 'days' });
    expect(attempts).toBeGreaterThanOrEqual(12);
    expect(days).toBeGreaterThanOrEqual(3);
    expect(days).toBeLessThanOrEqual(4.5);
    expect(await bed.show(connected)).toMatchObject({ state: 'disabled' });
    expect(await metric('huying_webhooks{state="disabled"')).toBe(disabled + 1);
    const meanwhile = await bed.deliver(connected.community, uuidv7(), uuidv7());
    const sent = connected.receiver.received.length;
    connected.receiver.behave = () => 200;
    expect(connected.receiver.received).toHaveLength(sent);
    expect(await bed.change(connected, { active: true })).toMatchObject({ state: 'active', failures: 0 });
    await bed.arrived(connected.receiver, sent + 3);
    expect(connected.receiver.ids.slice(sent).sort()).toEqual([first, ...meanwhile].sort());
    expect(await metric('huying_webhooks{state="disabled"')).toBe(disabled);
  });

  it('by one event only stays active; that one is given up, and can be sent again', async () => {
    const poison = uuidv7();
    const connected = await bed.connect({}, ({ event }) => (event.subject === poison ? 500 : 204));
    const [bad] = await bed.deliver(connected.community, poison);
    await tried(connected, bad, 1);
    await bed.deliver(connected.community, uuidv7());
    await eventually(async () => expect((await bed.show(connected)).lastDeliveredAt).not.toBeNull());
    await tryToTheEnd(connected, bad);
    expect(await bed.show(connected)).toMatchObject({ state: 'active' });
    expect(await delivery(connected, bad)).toMatchObject({ state: 'failed' });
    connected.receiver.behave = () => 204;
    await bed.post(connected, 'redeliveries', { eventId: bad }, 202);
    await eventually(async () =>
      expect((await bed.deliveries(connected))[0]).toMatchObject({ kind: 'again', eventId: bad, state: 'delivered' }),
    );
  });

  it('that is down gets all that waits with the first that gets through', async () => {
    const connected = await bed.connect({}, () => 500);
    const ids = await bed.deliver(connected.community, ...Array.from({ length: 12 }, () => uuidv7()));
    await eventually(async () => expect((await bed.show(connected)).failures).toBeGreaterThanOrEqual(12));
    expect(await metric('huying_webhook_backlog_age_seconds')).toBeGreaterThanOrEqual(0);
    connected.receiver.behave = () => 204;
    const due = (await bed.deliveries(connected)).map(({ nextAttemptAt }) => Temporal.Instant.from(nextAttemptAt));
    const earliest = due.sort((a, b) => Temporal.Instant.compare(a, b))[0];
    api.clock.set(earliest!);
    await eventually(async () => {
      const delivered = await bed.deliveries(connected, '?state=delivered');
      expect(delivered.map(({ eventId }) => eventId).sort()).toEqual([...ids].sort());
    });
  });

  it('that says 410 is sent nothing more, for good', async () => {
    const connected = await bed.connect({}, () => 410);
    await bed.deliver(connected.community, uuidv7());
    await eventually(async () => expect((await bed.show(connected)).state).toBe('ended'));
    expect(await metric('huying_webhook_attempts_total{outcome="webhook-ended"')).toBeGreaterThanOrEqual(1);
    const { version } = await bed.show(connected);
    const answer = await api.request('PATCH', connected.path, {
      as: { role: 'district', community: connected.community },
      headers: { 'if-match': `"${version}"` },
      body: { active: true },
    });
    expect(answer.body.code).toBe('webhook-ended');
    for (const what of ['tests', 'secret', 'redeliveries']) {
      expect((await bed.post(connected, what, { ...(what === 'redeliveries' && { after: '0' }) }, 409)).code).toBe(
        'webhook-ended',
      );
    }
  });

  it('while it is paused waits for its events, and gets them after', async () => {
    const connected = await bed.connect();
    const other = await bed.connect({}, undefined, connected.community);
    expect(await bed.change(connected, { active: false })).toMatchObject({ state: 'paused' });
    const ids = await bed.deliver(connected.community, uuidv7(), uuidv7());
    await bed.arrived(other.receiver, 2);
    expect(connected.receiver.received).toEqual([]);
    await bed.change(connected, { active: true });
    await bed.arrived(connected.receiver, 2);
    expect(connected.receiver.ids.sort()).toEqual([...ids].sort());
  });
});

describe('in order', () => {
  it('an event waits for those before it of the same need, and for no other', async () => {
    const [stuck, free] = [uuidv7(), uuidv7()];
    let isStuck = true;
    const connected = await bed.connect({ ordered: true }, ({ event }) =>
      isStuck && event.subject === stuck ? 503 : 204,
    );
    const ids = await bed.deliver(connected.community, stuck, stuck, free, stuck, free);
    const of = (need: string) => connected.receiver.received.filter(({ event }) => event.subject === need);
    await eventually(() => expect(of(free)).toHaveLength(2));
    const first = await tried(connected, ids[0], 1);
    expect(new Set(of(stuck).map(({ event }) => event.id))).toEqual(new Set([ids[0]]));
    isStuck = false;
    api.clock.set(Temporal.Instant.from(first?.nextAttemptAt));
    await eventually(() => expect(of(stuck)).toHaveLength(4));
    expect(of(stuck).map(({ event }) => event.id)).toEqual([ids[0], ids[0], ids[1], ids[3]]);
    expect(of(free).map(({ event }) => event.id)).toEqual([ids[2], ids[4]]);
  });
});

describe('the log', () => {
  it('forgets what ended thirty days ago, and nothing that waits', async () => {
    const connected = await bed.connect();
    const [done] = await bed.deliver(connected.community, uuidv7());
    await eventually(async () => expect(await delivery(connected, done)).toMatchObject({ state: 'delivered' }));
    connected.receiver.behave = () => 503;
    const [waits] = await bed.deliver(connected.community, uuidv7());
    await tried(connected, waits, 1);
    await runNow(api, 'forget-webhook-deliveries');
    expect(await bed.deliveries(connected)).toHaveLength(2);
    await bed.change(connected, { active: false });
    api.clock.advance({ hours: 31 * 24 });
    await runNow(api, 'forget-webhook-deliveries');
    expect((await bed.deliveries(connected)).map(({ eventId }) => eventId)).toEqual([waits]);
  });
});
