import Sequencer from '@jest/test-sequencer';

/** What takes longest: those that take minutes, whole platforms, what waits for servers. */
const longest = [/(demo\.e2e|lock-step\.int)\.spec\.ts$/, /\.e2e\.spec\.ts$/, /\.int\.spec\.ts$/, /\.spec\.ts$/];
const rank = ({ path }) => longest.findIndex((kind) => kind.test(path));

/** Long files first, so that none is left alone at the end. Jest knows how long one took; on a new machine, its name tells. */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const known = super.sort(tests);
    return known.some(({ duration }) => duration !== undefined) ? known : known.toSorted((a, b) => rank(a) - rank(b));
  }
}
