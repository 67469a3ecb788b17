import { setTimeout as pause } from 'node:timers/promises';
import { Chance } from '@huying/standalone';
import { RushHour, story } from '@huying/tool-demo';
import { Kafka, logLevel } from 'kafkajs';

type Stage = story.Stage;

/** What happens on a good day: a call, a need, a rush for its places. Returns the need and what goes on with it. */
export async function rush(stage: Stage) {
  const call = await story.takeCall(stage);
  const draft = await story.raiseNeed(stage, call);
  await story.fillAnotherNeed(stage, draft);
  const hour = new RushHour(stage.platform.url, draft.id, new Chance(stage.options.seed));
  try {
    const need = await story.publishNeed(stage, draft, hour);
    await story.rushForPlaces(stage, need, hour);
    const givenBack = await story.givePlaceBack(stage, hour);
    return { need, givenBack };
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
  const admin = kafka.admin();
  await admin.connect();
  const topics = await admin.listTopics();
  await admin.disconnect();
  const topic = topics.find((name) => /^huying\.claim\.[\w-]+\.v\d+$/.test(name));
  if (!topic) throw new Error('There is no topic of the claim service.');
  const producer = kafka.producer();
  await producer.connect();
  const headers = { ce_specversion: '1.0', ce_type: 'huying.claim.v1.PlaceHeld', 'content-type': 'application/json' };
  await producer.send({ topic, messages: [{ key: 'poison', value: 'this is no event', headers }] });
  await producer.disconnect();
}
