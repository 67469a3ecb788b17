import { Injectable, Logger } from '@nestjs/common';
import { isDatabaseUnavailable } from '@huying/database';
import { Timetable } from '../timetable.js';

/** What is due: where it is found, and what is done with each. */
export interface DueWork {
  readonly find: () => Promise<readonly { readonly id: string }[]>;
  /** In a transaction of its own; looks again under the lock. */
  readonly carryOut: (id: string) => Promise<void>;
}

/** Timed work on many rows, each by itself: one that cannot be done does not hold up the others. */
@Injectable()
export class EachOne {
  private readonly logger = new Logger('timetable');
  private readonly work = new Map<string, () => Promise<void>>();

  constructor(private readonly timetable: Timetable) {}

  /** Enters work; called while the modules are set up. */
  add(name: string, everySeconds: number, { find, carryOut }: DueWork): void {
    const run = async () => {
      for (const { id } of await find()) {
        await carryOut(id).catch((error: unknown) => {
          if (isDatabaseUnavailable(error)) throw error;
          this.logger.error({ err: error, work: name, id }, 'Timed work on one of many failed; it comes round again.');
        });
      }
    };
    this.work.set(name, run);
    this.timetable.add({ name, everySeconds, run });
  }

  /** Does it now: for tests and commands. @throws TypeError for work that nobody entered */
  run(name: string): Promise<void> {
    const run = this.work.get(name);
    if (!run) throw new TypeError(`Nobody entered ${name} in the timetable.`);
    return run();
  }
}
