import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';
import { Timetable } from './timetable.js';

const prefix = `t${randomBytes(4).toString('hex')}:`;
const redisUrl = process.env.REDIS_URL ?? '';
const opened: Timetable[] = [];

function aTimetable(service: string, lookEveryMs?: number): Timetable {
  const timetable = new Timetable(service, redisUrl, prefix, lookEveryMs);
  opened.push(timetable);
  return timetable;
}

/** Resolves at the so manieth call. */
function counter(target: number) {
  const calls: number[] = [];
  let reached: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (reached = resolve));
  return {
    calls,
    done,
    call: () => {
      calls.push(Date.now());
      if (calls.length === target) reached();
    },
  };
}

describe('timed work', () => {
  Logger.overrideLogger(false);
  afterEach(() => Promise.all(opened.splice(0).map((timetable) => timetable.onApplicationShutdown())));

  it('is done once at each turn, however many processes there are', async () => {
    const turns = counter(4);
    for (let process = 0; process < 3; process++) {
      const timetable = aTimetable('once');
      timetable.add({ name: 'count', everySeconds: 1, run: async () => Promise.resolve(turns.call()) });
      timetable.start();
    }
    await turns.done;
    const [first = 0, ...rest] = turns.calls;
    // The first comes at once, the others by the second: three processes would make twelve calls of them.
    expect(rest.map((at) => Math.round((at - first) / 1_000))).toEqual([
      ...new Set(rest.map((at) => Math.round((at - first) / 1_000))),
    ]);
  });

  it('comes round again when it failed', async () => {
    const turns = counter(2);
    const timetable = aTimetable('failing');
    timetable.add({
      name: 'fail',
      everySeconds: 1,
      run: () => {
        turns.call();
        return Promise.reject(new Error('no'));
      },
    });
    timetable.start();
    await turns.done;
    expect(turns.calls).toHaveLength(2);
  });

  it('is done again after Redis has lost it, and not before its time where it has not', async () => {
    const [kept, first, second] = [counter(1), counter(1), counter(2)];
    const lost = aTimetable('lost', 100);
    lost.add({
      name: 'count',
      everySeconds: 3_600,
      run: async () => Promise.resolve([first, second].forEach(({ call }) => call())),
    });
    const other = aTimetable('kept', 100);
    other.add({ name: 'count', everySeconds: 3_600, run: async () => Promise.resolve(kept.call()) });
    for (const timetable of [lost, other]) timetable.start();
    await Promise.all([first.done, kept.done]);

    const redis = new Redis(redisUrl);
    await redis.unlink(...(await redis.keys(`${prefix}bull:timetable-lost:*`)));
    await redis.quit();
    await second.done;
    expect(kept.calls).toHaveLength(1);
  });

  it('has a turn now if it would have one soon, and what comes round later has none', async () => {
    const [hourly, minutely, first] = [counter(1), counter(2), counter(1)];
    const timetable = aTimetable('asked');
    timetable.add({ name: 'hourly', everySeconds: 3_600, run: async () => Promise.resolve(hourly.call()) });
    const run = async () => Promise.resolve([first, minutely].forEach(({ call }) => call()));
    timetable.add({ name: 'minutely', everySeconds: 60, run });
    timetable.start();
    await Promise.all([hourly.done, first.done]);
    await timetable.comeRound(60);
    await minutely.done;
    expect([hourly.calls.length, minutely.calls.length]).toEqual([1, 2]);
  });

  it('of different services does not meet', async () => {
    const [mine, theirs] = [counter(1), counter(1)];
    for (const [service, turns] of [
      ['mine', mine],
      ['theirs', theirs],
    ] as const) {
      const timetable = aTimetable(service);
      timetable.add({ name: 'same-name', everySeconds: 3_600, run: async () => Promise.resolve(turns.call()) });
      timetable.start();
    }
    await Promise.all([mine.done, theirs.done]);
    expect([mine.calls.length, theirs.calls.length]).toEqual([1, 1]);
  });

  it('of which there is none needs no Redis', async () => {
    const timetable = new Timetable('none', 'redis://127.0.0.1:1', prefix);
    timetable.start();
    await timetable.onApplicationShutdown();
  });
});
