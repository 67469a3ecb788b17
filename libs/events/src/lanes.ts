import type { EachBatchPayload } from 'kafkajs';
import type { BatchProcessor } from './batch-processing.js';
import type { ReceivedRecord } from './envelope.js';
import { unprefixed, type KafkaOptions } from './kafka.js';
import { partitionOf, type Waits } from './stops.js';

/** What a fetch has brought of one partition. */
interface Lane {
  readonly payload: EachBatchPayload;
  readonly records: readonly ReceivedRecord[];
  settled: number;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** What the consumer group wants to know of its lanes. */
export interface LaneEvents {
  /** A partition has to wait at the record with the offset `next`; it is not settled. */
  readonly onWaits: (payload: EachBatchPayload, waits: Waits, next: bigint) => void;
  /** Records were settled and their offset is committed; `next` comes next. */
  readonly onSettled: (payload: EachBatchPayload, next: bigint) => void;
}

/** Events of one transaction, or one of each partition if there are more of those. */
const CHUNK = 200;
const HEARTBEAT_MS = 1_500;

/**
 * Joins the partitions of a fetch: kafkajs hands them over one by one, but at twelve partitions a transaction and an offset
 * commit for each would cost more than the events. Here all that is in hand shares them; the order within a partition holds.
 */
export class Lanes {
  private lanes: Lane[] = [];
  private working = false;
  private lost: unknown;

  constructor(
    private readonly kafka: KafkaOptions,
    private readonly processor: BatchProcessor,
    private readonly events: LaneEvents,
  ) {}

  /** For `eachBatch`, called for all partitions at the same time. Resolves when the batch is settled or its partition waits. */
  handle(payload: EachBatchPayload): Promise<void> {
    return new Promise((done, failed) => {
      this.lanes.push({ payload, records: recordsOf(this.kafka, payload), settled: 0, done, failed });
      if (this.working) return;
      this.working = true;
      // By then the other partitions of the fetch are here as well.
      setImmediate(() => void this.work(payload));
    });
  }

  private async work(payload: EachBatchPayload): Promise<void> {
    this.lost = undefined;
    const beat = setInterval(
      () => void payload.heartbeat().catch((error: unknown) => (this.lost ??= error)),
      HEARTBEAT_MS,
    );
    try {
      while (this.lanes.length > 0) await this.round();
    } catch (error) {
      for (const { failed } of this.lanes.splice(0)) failed(error);
    } finally {
      clearInterval(beat);
      this.working = false;
    }
  }

  /** One transaction, one commit of offsets. */
  private async round(): Promise<void> {
    this.lanes = this.lanes.filter((lane) => !this.isOver(lane));
    const parts = this.nextParts();
    const stops = await this.processor.process(parts.flatMap(({ part }) => part));
    for (const { lane, part } of parts) {
      const stop = part[0] && stops.get(partitionOf(part[0]));
      // A stop in another batch of the same partition settles nothing of this one.
      lane.settled += stop ? Math.max(0, part.indexOf(stop.record)) : part.length;
    }
    await this.commit(parts.map(({ lane }) => lane));
    // The assignment is lost: nothing more of it, and kafkajs joins again.
    if (this.lost) throw this.lost as Error;
    for (const { lane, part } of parts) {
      const stop = part[0] && stops.get(partitionOf(part[0]));
      if (stop) this.events.onWaits(lane.payload, stop.waits, BigInt(stop.record.offset));
      if (stop || lane.settled === lane.records.length) this.finish(lane);
    }
  }

  private isOver(lane: Lane): boolean {
    const { payload, records, settled } = lane;
    const over = records.length === settled || !payload.isRunning() || payload.isStale();
    if (over) lane.done();
    return over;
  }

  private finish(lane: Lane): void {
    this.lanes = this.lanes.filter((other) => other !== lane);
    lane.done();
  }

  /** As many of each as come out even, and what short ones leave for the long ones: no partition waits for a long backlog of another. */
  private nextParts(): { lane: Lane; part: ReceivedRecord[] }[] {
    const most = evenShare(
      this.lanes.map(({ records, settled }) => records.length - settled),
      CHUNK,
    );
    return this.lanes.map((lane) => ({ lane, part: lane.records.slice(lane.settled, lane.settled + most) }));
  }

  private async commit(lanes: readonly Lane[]): Promise<void> {
    const moved = lanes.filter(({ settled }) => settled > 0).map((lane) => ({ lane, next: nextOffsetOf(lane) }));
    const [any] = moved;
    if (!any) return;
    for (const { lane, next } of moved) lane.payload.resolveOffset((next - 1n).toString());
    await any.lane.payload.commitOffsetsIfNecessary({
      topics: moved.map(({ lane, next }) => {
        const { topic, partition } = lane.payload.batch;
        return { topic, partitions: [{ partition, offset: next.toString() }] };
      }),
    });
    for (const { lane, next } of moved) this.events.onSettled(lane.payload, next);
  }
}

/** How many each may have at most, so that together they have no more than `room`; at least one. */
export function evenShare(wanted: readonly number[], room: number): number {
  let left = room;
  for (const [index, want] of [...wanted].sort((a, b) => a - b).entries()) {
    const share = Math.floor(left / (wanted.length - index));
    if (want > share) return Math.max(1, share);
    left -= want;
  }
  return room;
}

function recordsOf(kafka: KafkaOptions, { batch: { topic, partition, messages } }: EachBatchPayload): ReceivedRecord[] {
  const published = unprefixed(kafka, topic);
  return messages.map(({ offset, key, value, headers }) => ({
    topic: published,
    partition,
    offset,
    key,
    value,
    headers,
  }));
}

/** After the last record of a batch there may be offsets without records, which are settled with it. */
function nextOffsetOf({ payload, records, settled }: Lane): bigint {
  const last = settled === records.length ? payload.batch.lastOffset() : (records[settled - 1]?.offset ?? '-1');
  return BigInt(last) + 1n;
}
