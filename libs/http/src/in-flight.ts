import type { ServerResponse } from 'node:http';

/** The answers that have been begun and not finished. */
export class InFlight {
  private readonly open = new Set<ServerResponse>();
  private waiting: (() => void)[] = [];

  add(response: ServerResponse): void {
    this.open.add(response);
    response.once('close', () => {
      this.open.delete(response);
      if (this.waiting.length > 0 && this.isDone()) this.waiting.splice(0).forEach((go) => go());
    });
  }

  /** Resolves when all are finished, or after so long; followers of a feed never finish and are not waited for. */
  async finished(withinMs: number): Promise<void> {
    if (this.isDone()) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.waiting.push(resolve);
      timer = setTimeout(resolve, withinMs).unref();
    });
    clearTimeout(timer);
  }

  private isDone(): boolean {
    return [...this.open].every((response) =>
      String(response.getHeader('content-type')).startsWith('text/event-stream'),
    );
  }
}
