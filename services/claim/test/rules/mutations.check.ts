import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { directedStories } from './directed-stories.js';
import { play, playFenced, playLost } from './lock-step.js';
import { mutants, type Mutant } from './mutants.js';
import { RealPools } from './pool-under-test.js';
import { story } from './steps.js';

/** At most so many stories for a mutant; few are needed for most. */
const STORIES = Number(process.env.MUTATION_STORIES ?? 4_000);
/** A regular expression: only mutants whose file, number of the line or text it matches. `claim-place|EPOCH_OVER` */
const ONLY = new RegExp(process.env.MUTATION_ONLY ?? '');

let pools: RealPools;
beforeAll(async () => {
  pools = await RealPools.start();
});
afterAll(() => pools.stop());

/** The stories that every change of the scripts must live through, those first that the check is about. @returns which noticed */
async function noticedBy(line: string, stories = STORIES): Promise<string | undefined> {
  for (const [name, tell] of Object.entries(directedStories)) {
    const passes = await withFresh(tell).then(
      () => true,
      () => false,
    );
    if (!passes) return name;
  }
  const notices = async (property: fc.IAsyncProperty<unknown>, numRuns: number): Promise<boolean> =>
    (await fc.check(property, { numRuns, seed: 20261123, endOnFailure: true })).failed;
  const lost = () =>
    notices(
      fc.asyncProperty(story, (steps) => withFresh((real) => playLost(steps.slice(0, 20), real))),
      5,
    );
  const fenced = () =>
    notices(
      fc.asyncProperty(story, story, (a, b) => withFresh((real) => playFenced(a, b, real))),
      300,
    );
  const played = () =>
    notices(
      fc.asyncProperty(story, (steps) => withFresh(async (real) => void (await play(steps, real)))),
      stories,
    );
  const plays = line.includes('EPOCH_OVER')
    ? { fenced, played }
    : line.includes('POOL_NOT')
      ? { lost, played }
      : { played, fenced };
  for (const [name, one] of Object.entries(plays)) if (await one()) return `random stories, ${name}`;
  return undefined;
}

async function withFresh(work: (real: Awaited<ReturnType<RealPools['fresh']>>) => Promise<void>): Promise<void> {
  const real = await pools.fresh();
  try {
    await work(real);
  } finally {
    await real.drop();
  }
}

const all = mutants();
const nameOf = ({ where, line }: Mutant): string => `${where}  ${line}`;
const chosen = all.filter((mutant) => ONLY.test(nameOf(mutant)));

it('there are checks to take out', () => expect(all.length).toBeGreaterThan(60));

it('nothing is noticed where nothing is taken out', async () => {
  expect(await noticedBy('', STORIES / 20)).toBeUndefined();
});

it.each(chosen.map((mutant) => [nameOf(mutant), mutant] as const))(
  'is noticed without %s',
  async (name, { files }) => {
    pools.use(files);
    const by = await noticedBy(name);
    process.stdout.write(by === undefined ? `SURVIVED  ${name}\n` : `noticed   ${name}  (${by})\n`);
    expect(by).toBeDefined();
  },
  600_000,
);
