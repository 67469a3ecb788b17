import { ExponentialBackoff, type IBackoff } from 'cockatiel';

/** Growing delays between tries while something is away, from a tenth of a second to two seconds, with jitter. */
export class Patience {
  private readonly delays = new ExponentialBackoff<unknown>({ initialDelay: 100, maxDelay: 2_000 });
  private current: IBackoff<unknown> | undefined;

  /** The next delay in milliseconds. */
  next(): number {
    this.current = this.current ? this.current.next(undefined) : this.delays.next();
    return this.current.duration;
  }

  /** Something worked: the next delay is a short one again. */
  reset(): void {
    this.current = undefined;
  }
}

/** A sleep that `signal` ends early, without an error. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done, { once: true });
  });
}
