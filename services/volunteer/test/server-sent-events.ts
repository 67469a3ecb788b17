import { eventually, type TestService, type TokenWish } from '@huying/testing';

/** One event as a client sees it. */
export interface SeenEvent {
  readonly id: string;
  readonly type: string;
  // Tests look into data of many shapes.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly data: any;
}

/** A client of the feed. */
export class FeedClient {
  readonly events: SeenEvent[] = [];
  lastEventId = '';
  ended = false;
  private readonly abort = new AbortController();

  private constructor() {}

  static async open(service: TestService, as: TokenWish, lastEventId?: string): Promise<FeedClient> {
    const client = new FeedClient();
    const response = await fetch(`${service.url}/v1/feed`, {
      headers: {
        authorization: `Bearer ${await service.issuer.token(as)}`,
        ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
      },
      signal: client.abort.signal,
    });
    if (!response.body || !response.headers.get('content-type')?.startsWith('text/event-stream')) {
      throw new Error(`No stream: ${response.status} ${await response.text()}`);
    }
    void client.read(response.body);
    await eventually(() => {
      if (client.lastEventId === '') throw new Error('The stream has not begun.');
    });
    return client;
  }

  close(): void {
    this.abort.abort();
  }

  /** Waits until that many events of needs have come. */
  async awaitEvents(count: number): Promise<SeenEvent[]> {
    return eventually(() => {
      if (this.events.length < count) throw new Error(`Saw ${this.events.length} of ${count} events.`);
      return this.events;
    });
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    try {
      for await (const chunk of body) {
        text += decoder.decode(chunk, { stream: true });
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) this.take(block);
      }
    } catch {
      // aborted by the test, or broken off by the server
    }
    this.ended = true;
  }

  private take(block: string): void {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
    const id = field('id');
    const data = field('data');
    if (id !== undefined) this.lastEventId = id;
    if (id !== undefined && data !== undefined)
      this.events.push({ id, type: field('event') ?? '', data: JSON.parse(data) });
  }
}
