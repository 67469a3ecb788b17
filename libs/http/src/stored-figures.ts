import { Logger } from '@nestjs/common';
import { Gauge, type Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import type { Clock } from './clock.js';

/** A figure that a service reads from its database for operators: how many needs are in which state, for one. */
export interface StoredFigure {
  /** `huying_needs` */
  readonly name: string;
  readonly help: string;
  /** Columns of the answer that become labels: communities, states, kinds. Never persons, never single needs. */
  readonly labels: readonly string[];
  /** Gives a row with these columns and `value`; `$1` is now. Asked every few seconds at most, and must be quick. */
  readonly sql: string;
}

/** Words of the program, such as the states of a need, as an array in a statement; never what somebody wrote. */
export const wordsInSql = (words: readonly string[]): string => `ARRAY[${words.map((word) => `'${word}'`).join(', ')}]`;

type FigureRow = Readonly<Record<string, unknown>> & { readonly value: unknown };

/** Figures as old as this are read anew when somebody looks. */
const FRESH_MS = 5_000;
/** A database that is away must not keep operators from all other figures. */
const PATIENCE_MS = 2_000;

/**
 * Tells what the database holds, whenever the metrics are read. Every process of a service tells the same: take the
 * maximum over them, not the sum. While the database does not answer the figures are missing rather than old, and
 * `huying_stored_figures_up` is 0.
 */
export function measureStored(
  figures: readonly StoredFigure[],
  parts: { readonly dataSource: DataSource; readonly registry: Registry; readonly clock: Clock },
): void {
  const { registry } = parts;
  if (figures.length === 0) return;
  const registers = [registry];
  const reading = new Reading(figures, parts);
  for (const [index, { name, help, labels }] of figures.entries()) {
    new Gauge({
      name,
      help,
      labelNames: [...labels],
      registers,
      async collect() {
        const rows = (await reading.current())?.[index] ?? [];
        this.reset();
        for (const row of rows) {
          this.set(Object.fromEntries(labels.map((label) => [label, String(row[label])])), Number(row.value));
        }
      },
    });
  }
  new Gauge({
    name: 'huying_stored_figures_up',
    help: '1 if the figures that are read from the database could be read just now, 0 if they are missing.',
    registers,
    async collect() {
      this.set((await reading.current()) ? 1 : 0);
    },
  });
}

/** All figures of a service, read together and kept for a moment; undefined while the database does not answer. */
class Reading {
  private readonly logger = new Logger('figures');
  private begun = -Infinity;
  private rows: Promise<readonly FigureRow[][] | undefined> = Promise.resolve(undefined);
  private away = false;

  constructor(
    private readonly figures: readonly StoredFigure[],
    private readonly parts: { readonly dataSource: DataSource; readonly clock: Clock },
  ) {}

  current(): Promise<readonly FigureRow[][] | undefined> {
    if (performance.now() - this.begun > FRESH_MS) {
      this.begun = performance.now();
      this.rows = this.read();
    }
    return this.rows;
  }

  private async read(): Promise<readonly FigureRow[][] | undefined> {
    const { dataSource, clock } = this.parts;
    const now = clock.now().toString();
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('The database does not answer in time.')), PATIENCE_MS).unref();
    });
    try {
      const asked = Promise.all(this.figures.map(({ sql }) => dataSource.query<FigureRow[]>(sql, [now])));
      const rows = await Promise.race([asked, tooLate]);
      this.away = false;
      return rows;
    } catch (err) {
      // One line when they go missing, not one with every look.
      if (!this.away) this.logger.warn({ err }, 'Figures for operators are missing.');
      this.away = true;
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }
}
