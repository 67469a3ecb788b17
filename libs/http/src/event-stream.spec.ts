import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { EventStream } from './event-stream.js';

const connection = () => new EventStream('v-1', 41);
const beat = (one: EventStream<string>, times: number) => {
  for (let count = 0; count < times; count += 1) one.beat();
};
const whole = async (one: EventStream<string>): Promise<string> => {
  let text = '';
  for await (const chunk of one.stream) text += String(chunk);
  return text;
};

describe('a stream of events', () => {
  it('begins with the id to resume from and a time to reconnect, then keeps alive with comments', async () => {
    const one = connection();
    one.send(42, 'id: 42\nevent: need-filled\ndata: {}\n\n');
    one.beat();
    one.close();
    await expect(whole(one)).resolves.toMatch(
      /^retry: \d{4}\nid: 41\n\nid: 42\nevent: need-filled\ndata: {}\n\n:\n\n$/,
    );
    expect(one.cursor).toBe(42);
  });

  it('is broken off when the client does not take what is sent', async () => {
    const one = connection();
    const closed = once(one.stream, 'close');
    for (let id = 42; !one.closed; id += 1) one.send(id, 'x'.repeat(10_000));
    await closed;
    expect(one.cursor).toBeLessThan(42 + 140);
  });

  it('is broken off when nobody reads for three heartbeats', () => {
    const one = connection();
    one.send(42, 'x'.repeat(500_000));
    beat(one, 2);
    expect(one.closed).toBe(false);
    beat(one, 1);
    expect(one.closed).toBe(true);
  });

  it('waits for a client that takes its time', async () => {
    const one = connection();
    one.send(42, 'x'.repeat(500_000));
    let drained = false;
    const waiting = one.drained().then(() => (drained = true));
    await Promise.resolve();
    expect(drained).toBe(false);
    one.stream.resume();
    await waiting;
    beat(one, 5);
    expect(one.closed).toBe(false);
  });

  it('ends after an hour, so that the token is looked at again', async () => {
    const one = connection();
    one.stream.resume();
    const ended = once(one.stream, 'end');
    beat(one, 239);
    expect(one.closed).toBe(false);
    beat(one, 1);
    await ended;
  });

  it('no longer waits for a client that is gone', async () => {
    const one = connection();
    one.send(42, 'x'.repeat(500_000));
    const waiting = one.drained();
    one.stream.destroy();
    await expect(waiting).resolves.toBeUndefined();
    one.send(43, 'x');
    expect(one.cursor).toBe(42);
  });
});
