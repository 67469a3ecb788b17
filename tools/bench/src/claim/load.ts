import { forkProgram, hear } from './processes.js';

/** A rush: each volunteer asks once, so many of them one after the other for each need. */
export interface Rush {
  readonly url: string;
  readonly needIds: readonly string[];
  /** How many ask for each need. */
  readonly rushers: number;
  /** The volunteer who asks first; those after follow. */
  readonly from: number;
  readonly connections: number;
  /** When to stop if the needs have not run out. */
  readonly seconds: number;
}

/** What a rush was answered. */
export interface Answers {
  readonly seconds: number;
  readonly perSecond: number;
  /** How many of each status. */
  readonly statuses: Readonly<Record<number, number>>;
  /** Milliseconds at the 99th percentile, of the answers of that status. */
  readonly p99: Readonly<Record<number, number>>;
  /** Milliseconds, of all answers. */
  readonly all: { readonly p50: number; readonly p99: number };
  /** Seconds of processor time of the process that made the load. */
  readonly loadCpuSeconds: number;
}

export type LoadOrder =
  | { readonly tokens: readonly string[] }
  | { readonly rush: Rush }
  | { readonly greet: Pick<Rush, 'url' | 'connections'> };

/** The load generator: one process, the same for all variants. */
export interface LoadGenerator {
  rush(rush: Rush): Promise<Answers>;
  /** Shows every token once, for a path that there is not: what is measured later is no server's first sight of it. */
  greet(server: Pick<Rush, 'url' | 'connections'>): Promise<Answers>;
  stop(): void;
}

/** Starts the generator with the tokens of those who will rush, made beforehand. */
export async function startLoad(tokens: readonly string[]): Promise<LoadGenerator> {
  const child = forkProgram('./load-process.js', {});
  await hear(child);
  const ask = async <Answer>(order: LoadOrder): Promise<Answer> => {
    const answer = hear<Answer>(child);
    child.send(order);
    return answer;
  };
  await ask({ tokens });
  return {
    rush: (rush) => ask({ rush }),
    greet: (greet) => ask({ greet }),
    stop: () => {
      if (child.connected) child.disconnect();
    },
  };
}
