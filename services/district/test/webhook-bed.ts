import { create } from '@bufbuild/protobuf';
import { NeedPublishedSchema, type NeedPublished } from '@huying/contracts';
import { eventually, expectBody, withKey, type Body, type TestRequest, type TestService } from '@huying/testing';
import { expect } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { Receiver, type Behaviour } from './receiver.js';

export const aCommunity = () => `c-${randomUUID()}`;
export const published = (communityId: string, needId: string = uuidv7()): NeedPublished =>
  create(NeedPublishedSchema, { needId, communityId, publication: 1, places: 3, title: '陪同就医' });
export const asDistrict = (community: string): TestRequest => ({ as: { role: 'district', subject: 'd-1', community } });

/** A community with a receiver of its events. */
export interface Connected {
  readonly community: string;
  readonly receiver: Receiver;
  readonly webhook: Body;
  readonly path: string;
}

/** Webhooks of one service, as a district makes and watches them. */
export class WebhookBed {
  private readonly receivers: Receiver[] = [];

  constructor(readonly api: TestService) {}

  async receiver(behave?: Behaviour): Promise<Receiver> {
    const receiver = await Receiver.start(behave);
    this.receivers.push(receiver);
    return receiver;
  }

  async create(community: string, wish: object): Promise<Body> {
    return expectBody(await this.api.post('/v1/webhooks', wish, withKey(asDistrict(community))));
  }

  async connect(wish: object = {}, behave?: Behaviour, community = aCommunity()): Promise<Connected> {
    const receiver = await this.receiver(behave);
    const webhook = await this.create(community, { url: receiver.url, ...wish });
    return { community, receiver, webhook, path: `/v1/webhooks/${webhook.id}` };
  }

  async show({ path, community }: Connected): Promise<Body> {
    return expectBody(await this.api.get(path, asDistrict(community)), 200);
  }

  async change(of: Connected, wish: object): Promise<Body> {
    const { version } = await this.show(of);
    const { as } = asDistrict(of.community);
    const headers = { 'if-match': `"${version}"` };
    return expectBody(await this.api.request('PATCH', of.path, { as, headers, body: wish }), 200);
  }

  async post(of: Connected, what: string, body: unknown, status: number): Promise<Body> {
    return expectBody(await this.api.post(`${of.path}/${what}`, body, withKey(asDistrict(of.community))), status);
  }

  /** A need is published for each, and its event handled; returns their ids. */
  deliver(community: string, ...needs: string[]): Promise<string[]> {
    return this.api.kafka.deliver(...needs.map((needId) => published(community, needId)));
  }

  async deliveries({ path, community }: Connected, query = ''): Promise<Body[]> {
    return expectBody(await this.api.get(`${path}/deliveries${query}`, asDistrict(community)), 200).items;
  }

  /** Lets the clock pass until a receiver's turn comes, as often as is needed; each delay is behind the one before. */
  async passUntil(hours: number, condition: () => Promise<boolean>): Promise<void> {
    await eventually(async () => {
      if (await condition()) return;
      this.api.clock.advance({ hours });
      throw new Error('It is not so yet.');
    });
  }

  arrived(receiver: Receiver, count: number): Promise<void> {
    return eventually(() => expect(receiver.received.length).toBeGreaterThanOrEqual(count));
  }

  stop(): void {
    for (const receiver of this.receivers) receiver.stop();
  }
}
