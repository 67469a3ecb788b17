import { appendFileSync, createReadStream, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Attempt } from '../history.types.js';

/** Answers of so many numbers of the log lie in one file. */
export const NUMBERS_A_FILE = 4_000;
const WRITE_AT = 128 * 1_024;

/** At which number of the log an answer is to be explained: not before what had been answered when it was asked. */
export function placeOf({ mark, floor }: Attempt): number {
  if (!mark) throw new RangeError('An answer without a mark has no place in the log.');
  return mark.epoch === floor.epoch ? Math.max(mark.sequence, floor.sequence) : mark.sequence;
}

/** Answers on disk, by pool and by their place in its log: a run of any length takes the same memory. */
export class History {
  private readonly buffers = new Map<string, string[]>();
  private readonly sizes = new Map<string, number>();

  constructor(private readonly dir: string) {
    mkdirSync(dir, { recursive: true });
  }

  add(attempt: Attempt): void {
    const file = this.fileOf(attempt.pool, Math.floor(placeOf(attempt) / NUMBERS_A_FILE));
    const line = JSON.stringify(attempt);
    const lines = this.buffers.get(file) ?? [];
    this.buffers.set(file, lines);
    lines.push(line);
    const size = (this.sizes.get(file) ?? 0) + line.length;
    this.sizes.set(file, size);
    if (size >= WRITE_AT) this.write(file, lines);
  }

  flush(): void {
    for (const [file, lines] of this.buffers) if (lines.length > 0) this.write(file, lines);
    this.buffers.clear();
  }

  /** The answers of a file, by the number at which they are to be explained. */
  async read(pool: string, number: number): Promise<Map<number, Attempt[]>> {
    const file = this.fileOf(pool, number);
    const byPlace = new Map<number, Attempt[]>();
    if (!existsSync(file)) return byPlace;
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
      const attempt = JSON.parse(line) as Attempt;
      const place = placeOf(attempt);
      const there = byPlace.get(place);
      if (there) there.push(attempt);
      else byPlace.set(place, [attempt]);
    }
    return byPlace;
  }

  private fileOf(pool: string, number: number): string {
    return join(this.dir, `${pool}-${number}.jsonl`);
  }

  private write(file: string, lines: string[]): void {
    appendFileSync(file, `${lines.join('\n')}\n`);
    lines.length = 0;
    this.sizes.set(file, 0);
  }
}
