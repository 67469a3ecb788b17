import { setTimeout as pause } from 'node:timers/promises';
import { findEventType } from '@huying/contracts';
import { Chance } from '@huying/standalone';
import { RushHour, story } from '@huying/tool-demo';
import { Kafka, logLevel } from 'kafkajs';

type Stage = story.Stage;

const TYPE = 'huying.claim.v1.PlaceHeld';

/** What happens on a good day: a call, a need, a rush for its places. Tells also which part of those who rushed waited over 500 ms. */
export async function rush(stage: Stage) {
  const call = await story.takeCall(stage);
  const draft = await story.raiseNeed(stage, call);
  await story.fillAnotherNeed(stage, draft);
  const hour = new RushHour(stage.platform.url, draft.id, new Chance(stage.options.seed));
  try {
    const need = await story.publishNeed(stage, draft, hour);
    await story.rushForPlaces(stage, need, hour);
    const givenBack = await story.givePlaceBack(stage, hour);
    const { latencies } = hour.result;
    return { need, givenBack, slow: latencies.filter((ms) => ms > 500).length / latencies.length };
  } finally {
    await hour.end();
  }
}

/** A need that people try to claim meanwhile: each once, whatever the answer. Returns the statuses. */
export async function claimDespite(stage: Stage, needId: string, during: AbortSignal): Promise<number[]> {
  const statuses: number[] = [];
  for (const { token } of stage.rushers) {
    if (during.aborted) break;
    const { status } = await fetch(`${stage.platform.url}/v1/needs/${needId}/claims`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'idempotency-key': crypto.randomUUID() },
    });
    statuses.push(status);
    await pause(200);
  }
  return statuses;
}

/** A record on a topic of ours that nobody can read. */
export async function sendPoison(brokers: string): Promise<void> {
  const kafka = new Kafka({ clientId: 'poison', brokers: brokers.split(','), logLevel: logLevel.NOTHING });
  const topic = findEventType(TYPE)?.topic.name;
  if (!topic) throw new RangeError(`There is no event ${TYPE}.`);
  const producer = kafka.producer();
  await producer.connect();
  const headers = { ce_specversion: '1.0', ce_type: TYPE, 'content-type': 'application/json' };
  await producer.send({ topic, messages: [{ key: 'poison', value: 'this is no event', headers }] });
  await producer.disconnect();
}
