import { PassThrough, type Readable } from 'node:stream';
import { applyDecorators, Header, StreamableFile } from '@nestjs/common';
import { ApiHeader, ApiProduces } from '@nestjs/swagger';
import { Answers } from './decorators.js';

const BUFFER_BYTES = 65_536;
/** What may wait for a client before it counts as too slow: it reconnects and resumes where it was. */
const MOST_WAITING_BYTES = 1_048_576;
const MOST_STALLED_BEATS = 3;
/** An hour at a beat every 15 s: then the client comes back with a token that is still valid. */
const MOST_BEATS = 240;

/** One client's stream of server-sent events (HTML Living Standard, section 9.2). */
export class EventStream<Follower> {
  private readonly out = new PassThrough({ highWaterMark: BUFFER_BYTES });
  private beats = 0;
  private stalledBeats = 0;

  /** Whether it hears of events as they come; before that it is brought up to date. */
  live = false;

  /**
   * @param cursor the last event that the client has seen; it is told, so that a client that has seen none can resume too
   */
  constructor(
    readonly follower: Follower,
    public cursor: number,
  ) {
    const retry = 1_000 + Math.floor(Math.random() * 4_000); // not all at once after a restart
    this.out.write(`retry: ${retry}\nid: ${cursor}\n\n`);
  }

  get stream(): Readable {
    return this.out;
  }

  get closed(): boolean {
    return this.out.destroyed || this.out.writableEnded;
  }

  /** Sends an event; a client that does not keep up is disconnected. */
  send(id: number, text: string): void {
    if (this.closed) return;
    this.cursor = id;
    this.out.write(text);
    if (this.out.writableLength > MOST_WAITING_BYTES) this.out.destroy();
  }

  /** Keeps the connection alive; ends it if nobody reads at the other end, or when its time is over. */
  beat(): void {
    if (this.closed) return;
    this.beats += 1;
    this.stalledBeats = this.out.writableNeedDrain ? this.stalledBeats + 1 : 0;
    if (this.stalledBeats >= MOST_STALLED_BEATS) this.out.destroy();
    else if (this.beats >= MOST_BEATS) this.close();
    else if (this.stalledBeats === 0) this.out.write(':\n\n');
  }

  /** Waits until the client has taken what was sent, or is gone. */
  drained(): Promise<void> {
    if (this.closed || !this.out.writableNeedDrain) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        this.out.off('drain', done).off('close', done);
        resolve();
      };
      this.out.on('drain', done).on('close', done);
    });
  }

  onClose(callback: () => void): void {
    this.out.once('close', callback);
  }

  /** Ends the stream after what was sent. */
  close(): void {
    this.out.end();
  }

  /** Breaks it off: the client must not take it for whole, and resumes. */
  breakOff(): void {
    this.out.destroy();
  }
}

/** Of a route that answers with such a stream: nobody on the way holds it back. */
export function AnswersEventStream(): MethodDecorator {
  return applyDecorators(
    ApiHeader({ name: 'Last-Event-ID', required: false, description: 'The id of the last event that was seen' }),
    ApiProduces('text/event-stream'),
    Header('x-accel-buffering', 'no'),
    Answers(200, undefined, 'A stream of events'),
  );
}

/** What such a route returns. */
export const eventStreamAnswer = (stream: Readable): StreamableFile =>
  new StreamableFile(stream, { type: 'text/event-stream; charset=utf-8' });
