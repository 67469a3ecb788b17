import { randomUUID } from 'node:crypto';
import { COMMUNITY } from '@huying/standalone';
import { Kafka, logLevel } from 'kafkajs';
import type { ServerName } from '@huying/infrastructure';
import { claimsOf, inState } from './place-checks.js';
import type { Stage } from './story.js';

/**
 * Makes one store say of the need what the others do not, as a fault would, so that the comparison has something to notice: in
 * Redis a holder is forgotten, in PostgreSQL a claim has ended, on Kafka somebody holds a place whom nobody gave one.
 */
export async function falsify({ stores, servers }: Stage, needId: string, server: ServerName): Promise<void> {
  const [holder] = inState(await claimsOf(stores, needId), 'held');
  if (!holder) throw new Error('Nobody holds a place of the need.');
  const deeds: Record<ServerName, () => Promise<unknown>> = {
    redis: () => stores.forgetInRedis(needId, holder.volunteer_id),
    postgres: () => stores.rows('claim', `UPDATE claims SET state = 'ended', place = NULL WHERE id = $1`, [holder.id]),
    kafka: () => sendForgery(servers.environment.KAFKA_BROKERS, needId),
  };
  await deeds[server]();
}

/** As an outsider could who may write to the topic: headers and JSON, nothing of our code. */
async function sendForgery(brokers: string, needId: string): Promise<void> {
  const type = 'huying.claim.v1.PlaceHeld';
  const time = new Date().toISOString();
  const producer = new Kafka({
    clientId: 'forger',
    brokers: brokers.split(','),
    logLevel: logLevel.NOTHING,
  }).producer();
  await producer.connect();
  await producer.send({
    topic: 'huying.claim.places.v1',
    messages: [
      {
        key: needId,
        headers: {
          ...{ ce_specversion: '1.0', ce_id: randomUUID(), ce_type: type, ce_source: '/services/claim', ce_time: time },
          ...{ ce_subject: needId, ce_dataschema: `urn:huying:proto:${type}`, ce_communityid: COMMUNITY.id },
          'content-type': 'application/json',
        },
        value: JSON.stringify({
          ...{ needId, communityId: COMMUNITY.id, claimId: randomUUID(), volunteerId: 'nobody' },
          ...{ place: 1, heldAt: time },
        }),
      },
    ],
  });
  await producer.disconnect();
}
