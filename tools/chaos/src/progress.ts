import { Presets, SingleBar } from 'cli-progress';
import type { ChaosOptions } from './options.js';
import type { Recorder } from './rush/recorder.js';

/** A bar on a terminal; elsewhere a line now and then. */
export class Progress {
  private readonly bar: SingleBar | undefined;
  private said = 0;

  constructor(
    private readonly options: ChaosOptions,
    private readonly recorder: Recorder,
    private readonly secondsGone: () => number,
  ) {
    if (!process.stderr.isTTY) return;
    const format = '{bar} {percentage} % | {operations} operations, {faults} faults, last {last}';
    this.bar = new SingleBar({ format, stream: process.stderr, hideCursor: true }, Presets.shades_classic);
    this.bar.start(100, 0, this.figures);
  }

  show(): void {
    const { seconds, operations } = this.options;
    const share = Math.min(1, Math.max(this.secondsGone() / seconds, this.recorder.operations / operations));
    if (this.bar) this.bar.update(Math.floor(share * 100), this.figures);
    else if (Math.floor(share * 10) > this.said) {
      this.said = Math.floor(share * 10);
      const { operations: done, faults } = this.figures;
      console.error(`${this.said * 10} %: ${done} operations, ${faults} faults`);
    }
  }

  stop(): void {
    this.bar?.stop();
  }

  private get figures() {
    const { operations, blows } = this.recorder;
    return { operations, faults: blows.length, last: blows.at(-1)?.kind ?? '' };
  }
}
