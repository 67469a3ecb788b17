import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inBatches, linesOf, LONGEST_LINE } from './lines.js';

async function read(...chunks: (string | Buffer)[]): Promise<[number, string | undefined][]> {
  const stream = (async function* () {
    for (const chunk of chunks) yield await Promise.resolve(Buffer.from(chunk));
  })();
  const read: [number, string | undefined][] = [];
  for await (const { number, bytes } of linesOf(stream)) read.push([number, bytes?.toString()]);
  return read;
}

describe('the lines of a stream', () => {
  it('are numbered as an editor numbers them, blank ones left out', async () => {
    await expect(read('a\n\r\n \t\nb')).resolves.toEqual([
      [1, 'a'],
      [4, 'b'],
    ]);
  });

  it('are the same however the stream is cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' })), fc.array(fc.nat(200)), async (texts, cuts) => {
        const lines = texts.map((text) => text.replaceAll('\n', ' '));
        const whole = Buffer.from(lines.join('\n'));
        const places = [...new Set([0, ...cuts.map((cut) => Math.min(cut, whole.length)), whole.length])].sort(
          (a, b) => a - b,
        );
        const chunks = places.slice(1).map((end, index) => whole.subarray(places[index], end));
        const expected = lines
          .map((line, index) => [index + 1, line])
          .filter(([, line]) => !/^[ \t\r]*$/.test(String(line)));
        await expect(read(...chunks)).resolves.toEqual(expected);
      }),
    );
  });

  it('are given without their bytes when they are too long, and the next one is whole', async () => {
    const long = 'x'.repeat(LONGEST_LINE + 1);
    const fits = 'y'.repeat(LONGEST_LINE);
    await expect(read(long.slice(0, 9_000), `${long.slice(9_000)}\n${fits}\nz`)).resolves.toEqual([
      [1, undefined],
      [2, fits],
      [3, 'z'],
    ]);
  });

  it('come in batches, the last one shorter', async () => {
    const numbers = (async function* () {
      for (let number = 1; number <= 5; number += 1) yield await Promise.resolve(number);
    })();
    const batches: number[][] = [];
    for await (const batch of inBatches(numbers, 2)) batches.push(batch);
    expect(batches).toEqual([[1, 2], [3, 4], [5]]);
  });
});
