import { createRequire } from 'node:module';

interface RequestQueue {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  scheduleCheckPendingRequests: (this: RequestQueue) => void;
}

interface FetchedBatch {
  readonly rawMessages: readonly unknown[];
}

interface FetchingGroup {
  fetch: (this: FetchingGroup, nodeId: number) => Promise<FetchedBatch[]>;
}

let repaired = false;

/** What kafkajs 2.2.4 does for nothing while little happens, taken out; once in a process, before its first client. */
export function repairKafkajs(): void {
  if (repaired) return;
  repaired = true;
  stopIdlePolling();
  dropEmptyBatches();
}

const partOf = <Part>(path: string): Part => createRequire(import.meta.url)(`kafkajs/src/${path}`) as Part;

/**
 * It looks for pending requests every millisecond for as long as it is connected (its issues 1704 and 1751).
 * Nothing is lost by not looking when nothing is pending and nothing is throttled.
 */
function stopIdlePolling(): void {
  const { prototype } = partOf<{ prototype: RequestQueue }>('network/requestQueue/index.js');
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this);
  };
}

/**
 * It wakes all its workers for every partition of every answer, also for the many that have nothing new: with some hundred
 * partitions one event costs some thousand promises in each consumer. All that it does with an empty batch is a heartbeat, which
 * an answer without batches gets too. A batch whose records are all filtered out stays: its offset has to move.
 */
function dropEmptyBatches(): void {
  const { prototype } = partOf<{ prototype: FetchingGroup }>('consumer/consumerGroup.js');
  const { fetch } = prototype;
  prototype.fetch = async function (this: FetchingGroup, nodeId: number) {
    const batches = await fetch.call(this, nodeId);
    return batches.filter(({ rawMessages }) => rawMessages.length > 0);
  };
}
