import type { Numbered } from '../rules/index.js';

/** One decision as the pool's log holds it: the fact, when, its number, and which operation began with it. */
export type LogEntry = Numbered & {
  readonly epoch: number;
  /** The operation of the first entry of a script; the others of the same script have none. */
  readonly operation: string | null;
  /** The trace in which it was decided (W3C traceparent); empty if nobody traced it. */
  readonly trace: string;
  /** The data as the script wrote it. */
  readonly raw: string;
};

/** A stream entry as ioredis gives it: id, and fields and values in turn. */
export type StreamEntry = [id: string, fields: string[]];

/** Reads an entry of the log. @throws TypeError for what no script of ours has written */
export function readLogEntry([id, fields]: StreamEntry): LogEntry {
  const [epoch, sequence] = id.split('-').map(Number);
  const values = new Map<string, string>();
  for (let i = 0; i + 1 < fields.length; i += 2) values.set(fields[i] ?? '', fields[i + 1] ?? '');
  const [kind, at, raw] = [values.get('kind'), values.get('at'), values.get('data')];
  if (kind === undefined || at === undefined || raw === undefined) {
    throw new TypeError(`The log entry ${id} is not one of ours.`);
  }
  const data = readData(id, raw);
  if (Number.isNaN(new Date(Number(at)).getTime())) throw new TypeError(`The log entry ${id} has no time.`);
  return {
    epoch,
    sequence,
    kind,
    at: Number(at),
    data,
    raw,
    operation: values.get('op') ?? null,
    trace: values.get('trace') ?? '',
  } as LogEntry;
}

function readData(id: string, raw: string): object {
  let data: unknown;
  try {
    data = JSON.parse(raw);
  } catch (cause) {
    throw new TypeError(`The data of the log entry ${id} is no JSON.`, { cause });
  }
  if (typeof data !== 'object' || data === null) throw new TypeError(`The data of the log entry ${id} is no object.`);
  return data;
}
